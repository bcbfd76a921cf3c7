//! The wasmtime side of the world `people-component`: [`Host`] loads a [`Guest`], which starts an [`Instance`], which
//! is called. Guests are hostile here: every limit, and every message that a user of the host sees, is decided on
//! this side. Knows nothing of Python except the record `exception` of the WIT.

pub mod command;
pub mod file;
pub mod reader;
pub mod telemetry;
pub mod writer;

mod aot;
mod bindings;
mod call;
mod capabilities;
mod engine;
mod instantiate;
mod limits;
mod load;
mod output;
mod remains;
mod state;
mod stop;
mod ticker;
mod trust;

pub use aot::{COMPILED_EXTENSION, Cache, WriteError};
pub use bindings::exports::wasi_py::people::people::{Exception, Person};
pub use call::CallError;
pub use capabilities::{Capabilities, DEFAULT_OUTPUT_BYTES, DirectoryError};
pub use engine::{
    Allocation, DEFAULT_INSTANCES, DEFAULT_WASM_STACK_BYTES, EngineError, EngineOptions, Host,
};
pub use instantiate::{Instance, InstantiateError};
pub use limits::{DEFAULT_DEADLINE, DEFAULT_MEMORY_BYTES, DEFAULT_RESULT_BYTES, Limits};
pub use load::{Guest, INTERFACE, LoadError};
pub use output::{Captured, GuestOutput, printable};
pub use remains::{CoreDump, Frame, Remains};
pub use stop::Stop;
pub use ticker::TICK;
pub use trust::{Reason, Untrusted};
