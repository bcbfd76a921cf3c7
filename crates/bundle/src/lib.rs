//! A read-only tree of files inside one byte string: what a component carries instead of a mapped folder.
//!
//! [`Bundle`] reads it in the guest, [`pack`] writes it in build scripts. Neither knows what the files mean, except that
//! [`pack::python`] turns Python sources into code objects first.

#![forbid(unsafe_code)]

mod layout;
pub mod mounts;
mod reader;

#[cfg(feature = "pack")]
pub mod pack;

pub use reader::{Bundle, Entry, OpenError, ReadError, Unpacker};
