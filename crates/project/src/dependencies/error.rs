//! Why dependencies could not be resolved or installed.

use std::io;
use std::path::{Path, PathBuf};

use wasi_py_app::AppError;
use wasi_py_app::dependencies::DependencyError;
use wlr_libpy::error::LibpyError;

/// The text is meant for whoever runs the command.
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
    /// There is no pip.
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
        /// What pip said.
        said: String,
    },
    /// Something that runs in no component.
    #[error(
        "the dependency `{name}` has native code: there is `{file}` and no wheel of Python alone, and without that code \
         it cannot be imported\n\
         = help: a component loads no native code; use a package that is Python alone or can do without"
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
        /// What pip said.
        said: String,
    },
    /// What was installed is not what was asked for, or not for a component. The text has its own help.
    #[error("{0}")]
    Unfit(String),
    /// A program of the cache does not work.
    #[error("cannot run `{program}`: {reason}")]
    Run {
        /// Which one.
        program: String,
        /// What went wrong.
        reason: String,
    },
    /// A file or folder.
    #[error("cannot {what} `{path}`: {reason}", path = .path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// On which one.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

impl InstallError {
    /// For `map_err`.
    pub(crate) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { what, path, reason }
    }
}
