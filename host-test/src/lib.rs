//! The host library on the world `people-component`, and readers and writers of people for the command
//! `people-host`.
//!
//! Everything of [`wasi_py_host`] is here under the same name, for this world.

pub mod footprint;
pub mod reader;
pub mod writer;

mod bindings;
mod minimal;
mod people;

pub use bindings::exports::wasi_py::people::people::{Exception, Person};
pub use bindings::{PeopleComponent, PeopleComponentPre};
pub use minimal::with_random;
pub use people::{CallError, Guest, INTERFACE, Instance, People};
pub use wasi_py_host::{
    Allocation, COMPILED_EXTENSION, Cache, Capabilities, Captured, CoreDump, DEFAULT_DEADLINE,
    DEFAULT_INSTANCES, DEFAULT_MEMORY_BYTES, DEFAULT_OUTPUT_BYTES, DEFAULT_RESULT_BYTES,
    DEFAULT_WASM_STACK_BYTES, DirectoryError, EngineError, EngineOptions, Frame, GuestOutput, Host,
    InstantiateError, Limits, LoadError, Reason, Remains, Reset, Stop, SwapError, TICK, Untrusted,
    WriteError, command, printable, telemetry,
};
