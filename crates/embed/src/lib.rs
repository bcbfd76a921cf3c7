//! CPython inside a component, whatever its world: start, embedded importer, conversions and error mapping.
//!
//! A guest makes one `static` [`Interpreter`] from its [`App`], names the Python functions behind its exports as
//! [`Function`]s, and turns a [`Raised`] into its world's exception. It knows nothing of how CPython starts; this crate
//! knows nothing of any WIT.

mod bundled;
mod clib;
mod convert;
mod function;
mod interpreter;
mod process;
mod raised;
mod settle;
mod snapshot;
mod streams;

pub use convert::{extracted, is_only_ours, list_from, list_into};
pub use function::Function;
pub use interpreter::{App, Interpreter, ModuleInit, StartError};
pub use raised::Raised;
pub use snapshot::prepare;
