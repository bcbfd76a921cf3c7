//! A Python project as a component has it: what its `pyproject.toml` says, what its lock pins, its sources as bytecode.
//!
//! Build scripts call this, so it uses no network and writes nothing. What fills the cache is the business of
//! `wasi-py-project`.

#![forbid(unsafe_code)]

pub mod bytecode;
pub mod dependencies;
mod error;
mod project;

pub use error::AppError;
pub use project::Project;
