//! The targets of fuzzing. Each has a function `check`, which takes any bytes and panics if a promise is
//! broken.
//!
//! In the programs in `bin` libFuzzer chooses the bytes, in `tests/corpus.rs` they are those kept in
//! `corpus`.

#![forbid(unsafe_code)]

#[cfg(feature = "host")]
pub mod archive;
#[cfg(feature = "host")]
mod components;
#[cfg(feature = "host")]
pub mod echo;
#[cfg(feature = "host")]
pub mod exceptions;
#[cfg(feature = "host")]
mod input;
#[cfg(feature = "host")]
pub mod people;
#[cfg(feature = "host")]
pub mod rows;
#[cfg(feature = "host")]
pub mod streams;
#[cfg(feature = "generator")]
pub mod world;
