//! CPython inside a component, whatever its world: start, embedded importer, conversions, classes and error
//! mapping.
//!
//! [`component!`] includes what `wasi-py-build` has generated from a world in the build script: the bindings,
//! the classes that Python sees, and exports that call the app. This crate has what all worlds need. It knows
//! nothing of any WIT.

mod bundled;
mod check;
pub mod classes;
mod clib;
mod command;
mod configuration;
pub mod convert;
mod export;
mod files;
mod function;
mod host_name;
mod interpreter;
mod key_derivation;
mod method_caller;
mod modules;
#[cfg(target_env = "p2")]
mod network;
mod object;
mod process;
mod raised;
mod resource;
mod rewind;
mod settle;
mod snapshot;
mod streams;
mod waiting;
mod zone;

pub use check::{Expected, check};
pub use command::run as run_command;
pub use function::{Function, returned};
pub use interpreter::{App, Interpreter, ModuleInit, StartError};
pub use modules::{Alias, Fill, fill};
pub use object::Object;
pub use raised::Raised;
pub use resource::{Handle, Resource};
pub use rewind::keep as keep_initial_data;
pub use snapshot::{HttpRequest, begin, prepare};

// Generated code names these by way of this crate, so that a guest needs no other.
pub use {pyo3, wit_bindgen};

/// Includes what the build script has generated: the modules `bindings`, as `wit-bindgen` writes it, and
/// `python`.
#[macro_export]
macro_rules! component {
    () => {
        include!(concat!(env!("OUT_DIR"), "/component.rs"));
    };
}
