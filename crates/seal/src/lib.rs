//! Extension modules of CPython, made fit to be linked into one program.
//!
//! A native Python loads each extension module by itself. WebAssembly links all of them statically, so that
//! equal names would collide, and a function called with other arguments than it takes would trap. [`seal`]
//! takes the relocatable object of a module and mends both. It knows nothing of where objects come from.

#![forbid(unsafe_code)]

mod adaptors;
mod archive;
mod error;
mod layout;
mod name;
mod names;
mod object;
mod reach;
mod records;
mod sealed;
mod symbols;

pub use archive::defined_in;
pub use error::SealError;
pub use name::init_symbol;
pub use names::without_names;
pub use sealed::{Sealed, seal};

/// Everything in this crate that decides what comes out of sealing.
pub const RECIPE: [&str; 6] = [
    include_str!("adaptors.rs"),
    include_str!("layout.rs"),
    include_str!("name.rs"),
    include_str!("records.rs"),
    include_str!("sealed.rs"),
    include_str!("symbols.rs"),
];
