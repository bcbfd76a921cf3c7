//! A Python project as a component has it: its `pyproject.toml`, the packages that its lock pins, its sources
//! as bytecode.
//!
//! Build scripts call this, so it uses no network and writes nothing. `wasi-py-toolkit` fills the cache.

#![forbid(unsafe_code)]

pub mod bytecode;
pub mod dependencies;
mod error;
mod project;

pub use error::AppError;
pub use project::{Project, normalized};
