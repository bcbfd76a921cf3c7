//! Runs Python source that others have written: a [`Sandbox`] runs each source in a fresh interpreter, a
//! [`Session`] several in one namespace.
//!
//! ```no_run
//! use wasi_py_host::{EngineOptions, Host};
//! use wasi_py_sandbox::{Sandbox, Value};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let host = Host::new(EngineOptions::default())?;
//! let sandbox = Sandbox::load(&host, "sandbox.wasm", "sandbox.cwasm")?;
//! let outcome = sandbox.run("sum(range(count))", &[("count", Value::Integer(10))])?;
//! assert_eq!(outcome.value, Value::Integer(45));
//! # Ok(())
//! # }
//! ```
//!
//! The component in `crates/sandbox-component` is the other side. Whatever comes from it counts as hostile.

#![forbid(unsafe_code)]

mod bindings;
mod failure;
mod image;
mod kind;
mod limits;
mod outcome;
mod running;
mod sandbox;
mod saved;
mod session;
mod starter;
mod tools;
mod value;

pub use bindings::exports::wasi_py::sandbox::sandbox::{File, Wheel};
pub use failure::{Failure, FailureKind};
pub use kind::Kind;
pub use limits::{
    DEFAULT_MEMORY_BYTES, DEFAULT_OUTPUT_BYTES, DEFAULT_RECURSION, DEFAULT_TIME,
    DEFAULT_VALUE_BYTES, Limits,
};
pub use outcome::{Outcome, Printed};
pub use sandbox::{Sandbox, SandboxError};
pub use session::Session;
pub use tools::{Arguments, Parameter, Tool, ToolError};
pub use value::Value;
