//! The imports of a component from WASI: which of them it keeps, and what answers the others inside it.
//!
//! A build script writes [`Imports`] into a section of the core module. `encode` (a feature) makes the
//! component of that module: a function that is left out becomes one of the module's own, which answers as a
//! system that has none of what the function is for.

#![forbid(unsafe_code)]

#[cfg(feature = "encode")]
mod encode;
mod settings;

#[cfg(feature = "encode")]
pub use encode::{EncodeError, Encoded, encode};
pub use settings::{Entropy, Group, ImportedFunction, Imports, ImportsError};

/// The section of the core module that has [`Imports`], as JSON.
pub const SECTION: &str = "wasi-py:imports";
