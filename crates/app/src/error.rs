//! The error of bundling a Python project.

use std::path::PathBuf;

use wasi_py_bundle::packer::PackError;

use crate::dependencies::DependencyError;

/// The error of bundling a Python project.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no Python project.
    #[error(
        "no `pyproject.toml` in `{}`\n\
         = help: put the Python project into that folder\n\
         = help: or have `Cargo.toml` say where it is: `app = \"…\"` below `[package.metadata.wasi-py]`",
        .0.display()
    )]
    NoProject(PathBuf),
    /// A `pyproject.toml` that lacks something or is not valid.
    #[error("cannot use `{}`: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// The fault.
        reason: String,
    },
    /// The dependencies are not there.
    #[error(transparent)]
    Dependency(#[from] DependencyError),
    /// A Python file does not compile.
    #[error("{0}")]
    Syntax(String),
    /// The native Python that compiles cannot be run.
    #[error(
        "cannot run the native Python `{program}`: {reason}\n= help: fill the cache anew with `cargo wasi-py libpython --force`"
    )]
    Python {
        /// The program.
        program: String,
        /// The reason.
        reason: String,
    },
    /// The files cannot be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
}
