//! The error of resolving or installing dependencies.

use std::io;
use std::path::{Path, PathBuf};

use wasi_py_app::AppError;
use wasi_py_app::dependencies::DependencyError;
use wlr_libpy::error::LibpyError;

/// The error of resolving or installing dependencies, in words for whoever runs the command.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The app's `pyproject.toml` cannot be used.
    #[error(transparent)]
    Project(#[from] AppError),
    /// The app's lock cannot be used.
    #[error(transparent)]
    Lock(#[from] DependencyError),
    /// There is no cache, or no such version of CPython.
    #[error(transparent)]
    Libpython(#[from] LibpyError),
    /// pip cannot be set up.
    #[error("cannot set up pip: {0:#}")]
    Pip(anyhow::Error),
    /// Nothing meets what the app asks for.
    #[error(
        "cannot resolve what `{}` asks for:\n{said}\n\
         = help: only wheels can be in a component; a package that comes as source alone counts as not there",
        manifest.display()
    )]
    Resolve {
        /// The `pyproject.toml`.
        manifest: PathBuf,
        /// The message of pip.
        said: String,
    },
    /// A package with native code, which a component cannot run.
    #[error(
        "the dependency `{name}` has native code: there is `{file}` and no wheel of Python alone, and without that code \
         it cannot be imported\n\
         = help: a component cannot load native code; use a package that is Python alone or can do without"
    )]
    Native {
        /// The package.
        name: String,
        /// Its wheel.
        file: String,
    },
    /// pip refuses the lock: hashes that differ or are missing, versions that are not there.
    #[error(
        "cannot install what `{}` pins:\n{said}\n\
         = help: run `cargo wasi-py lock`, which writes it anew\n\
         = help: only wheels can be in a component; a package that comes as source alone counts as not there",
        lock.display()
    )]
    Install {
        /// The lock.
        lock: PathBuf,
        /// The message of pip.
        said: String,
    },
    /// An installed package that was not asked for, or does not suit a component. The text has its own help.
    #[error("{0}")]
    Unfit(String),
    /// A program of the cache that does not work.
    #[error("cannot run `{program}`: {reason}")]
    Run {
        /// The program.
        program: String,
        /// The reason.
        reason: String,
    },
    /// A file or folder that cannot be read or written.
    #[error("cannot {what} `{path}`: {reason}", path = .path.display())]
    File {
        /// The operation.
        what: &'static str,
        /// The path.
        path: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
}

impl InstallError {
    /// Makes an error of this kind, for `map_err`.
    pub(crate) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { what, path, reason }
    }
}
