//! A read-only tree of files inside one byte string. A component carries it instead of a mapped folder.
//!
//! [`Bundle`] reads it in the guest, [`packer`] writes it in build scripts. Neither knows what the files
//! mean.

#![forbid(unsafe_code)]

mod layout;
pub mod mounts;
mod reader;

#[cfg(feature = "pack")]
pub mod packer;

/// The name of the one file in a bundle that has the initial data of a component's memory.
pub const INITIAL_DATA: &str = "data";

pub use reader::{Bundle, Entry, OpenError, ReadError, Unpacker};
