//! The start of CPython in an instance, anew or from a snapshot, and its course between calls.

mod bundle_module;
mod command;
mod configuration;
pub(crate) mod interpreter;
mod key_derivation;
mod method_caller;
mod process;
pub(crate) mod restore;
mod rewind;
pub(crate) mod streams;

pub use command::run as run_command;
pub use interpreter::{App, Interpreter, ModuleInit, in_package};
pub use rewind::keep as keep_initial_data;
