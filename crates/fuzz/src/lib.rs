//! What is fuzzed: a function `check` for each target, which takes any bytes and panics where a promise is broken.
//!
//! The programs in `bin` let libFuzzer choose the bytes, `tests/corpus.rs` those that are kept in `corpus`.

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
#[cfg(feature = "generator")]
pub mod world;
