//! CPython inside a component, whatever its world: start, embedded importer, conversions, classes and error
//! mapping.
//!
//! [`component!`] includes what `wasi-py-build` has generated from a world in the build script: the bindings,
//! the classes that Python sees, and exports that call the app. This crate has what all worlds need. It knows
//! nothing of any WIT.

mod bundled;
pub mod concurrent;
mod error;
mod libc;
mod snapshot;
mod start;
mod values;

// Generated code has the same paths here as in a component.
extern crate self as wasi_py_embed;

pub use error::StartError;
#[cfg(feature = "snapshot")]
#[doc(hidden)]
pub use snapshot::contract as snapshot_contract;
pub use snapshot::{Crossing, Export, HttpRequest, begin, prepare, warm_up};
pub use start::{App, Interpreter, ModuleInit, in_package, keep_initial_data, run_command};
pub use values::{Alias, Expected, Fill, Function, Handle, Loan, Object, Raised, Resource};
pub use values::{check, classes, convert, fill, returned};

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
