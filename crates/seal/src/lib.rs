//! Extension modules of CPython, made fit to be linked into one program.
//!
//! A native Python loads each extension module by itself. WebAssembly links all of them statically, so that
//! equal names would collide, and a function called with more arguments than it takes would trap. [`seal`]
//! takes the relocatable object of a module and mends both. It knows nothing of where objects come from.

#![forbid(unsafe_code)]

mod adaptors;
mod archive;
mod error;
mod layout;
mod name;
mod object;
mod records;
mod sealed;
mod symbols;

pub use archive::defined_in;
pub use error::SealError;
pub use name::init_symbol;
pub use sealed::{Sealed, seal};
