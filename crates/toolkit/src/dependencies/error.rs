//! The error of resolving or installing dependencies.

use std::io;
use std::path::{Path, PathBuf};

use wasi_py_app::AppError;
use wasi_py_app::dependencies::DependencyError;
use wasi_py_native::NativeError;
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
         = help: build it from its source: write `packages = [\"{name}\"]` below `[tool.wasi-py.native]` in `pyproject.toml`\n\
         = help: or use a package that is Python alone or can do without"
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
    /// A package to build on which the app does not depend.
    #[error(
        "`{}` has `{name}` below `[tool.wasi-py.native]`, but the app does not depend on it\n\
         = help: add it to `dependencies`, or take it out there",
        manifest.display()
    )]
    NotAsked {
        /// The `pyproject.toml`.
        manifest: PathBuf,
        /// The package.
        name: String,
    },
    /// A package without a source distribution.
    #[error("cannot build `{package}`: there is no source distribution of this version\n{said}")]
    NoSource {
        /// The package and its version.
        package: String,
        /// The message of pip.
        said: String,
    },
    /// A source distribution that is not the pinned one.
    #[error(
        "`{file}` is not what `native.lock` pins: expected sha256 {expected}, found {found}\n\
         = help: run `cargo wasi-py lock`, which writes it anew"
    )]
    Hash {
        /// The file.
        file: String,
        /// The hash in the lock.
        expected: String,
        /// The hash of the file.
        found: String,
    },
    /// What a build takes cannot be had.
    #[error("cannot get what the build of `{package}` takes:\n{said}")]
    BuildRequirements {
        /// The package and its version.
        package: String,
        /// The message of pip.
        said: String,
    },
    /// Two packages with one extension module.
    #[error(
        "`{one}` and `{other}` both have the extension module `{module}`, and a component has one of each name"
    )]
    TwoModules {
        /// The module.
        module: String,
        /// One package.
        one: String,
        /// The other package.
        other: String,
    },
    /// A package that cannot be built.
    #[error(transparent)]
    Build(#[from] NativeError),
    /// The tools that packages are built with cannot be set up.
    #[error("cannot set up the tools for packages with native code: {0:#}")]
    Tools(anyhow::Error),
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
