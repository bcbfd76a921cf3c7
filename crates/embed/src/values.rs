//! Values on their way between WIT and Python, and the calls and classes that they are for.

mod check;
pub mod classes;
pub mod convert;
mod export;
mod function;
mod modules;
mod raised;
mod resource;
mod wit_types;

pub use check::{Expected, check};
pub use function::{Function, returned};
pub use modules::{Alias, Fill, fill};
pub use raised::Raised;
pub use resource::exported::Object;
pub use resource::imported::{Handle, Loan, Resource};
pub(crate) use wit_types::WitErr;
