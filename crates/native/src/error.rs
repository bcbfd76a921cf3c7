//! The error of building a package.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use wasi_py_seal::SealError;

/// The reason why a package cannot be built, in words for whoever asked for it.
#[derive(Debug, Error)]
pub enum NativeError {
    /// A build that failed.
    #[error(
        "cannot build `{package}` from its source:\n{tail}\n= help: read the whole log: `{log}`",
        log = .log.display()
    )]
    Failed {
        /// The package and its version.
        package: String,
        /// The lines of the log that tell why.
        tail: String,
        /// The log.
        log: PathBuf,
    },
    /// A build that asked for a network.
    #[error(
        "cannot build `{package}` from its source: it uses a network, and a build has none\n{tail}\n\
         = help: read the whole log: `{log}`",
        log = .log.display()
    )]
    Network {
        /// The package and its version.
        package: String,
        /// The lines of the log that tell why.
        tail: String,
        /// The log.
        log: PathBuf,
    },
    /// A build that takes too long.
    #[error(
        "cannot build `{package}` from its source: it took longer than {minutes} minutes\n\
         = help: read the log: `{log}`",
        log = .log.display()
    )]
    TooLong {
        /// The package and its version.
        package: String,
        /// The limit.
        minutes: u64,
        /// The log.
        log: PathBuf,
    },
    /// A program that cannot be started.
    #[error("cannot run `{program}`: {reason}\n= help: install `{program}`")]
    Program {
        /// The program.
        program: String,
        /// The error of the system.
        reason: io::Error,
    },
    /// An answer that is not as expected.
    #[error("cannot read the answer of the build backend of `{package}`: {reason}")]
    Answer {
        /// The package and its version.
        package: String,
        /// The fault.
        reason: String,
    },
    /// A package in Rust whose crates nothing pins.
    #[error(
        "cannot build `{package}`: it is written in Rust, and its source has no `Cargo.lock` that pins its crates\n\
         = help: use a version whose source distribution has one"
    )]
    NoCargoLock {
        /// The package and its version.
        package: String,
    },
    /// A list of crates that cannot be read.
    #[error("cannot read the `Cargo.lock` in the source of `{package}`: {reason}")]
    CargoLock {
        /// The package and its version.
        package: String,
        /// The fault.
        reason: String,
    },
    /// A crate without a hash.
    #[error(
        "cannot build `{package}`: no hash pins its crate `{name}`, which comes from `{origin}`\n\
         = help: use a version whose crates all come from a registry"
    )]
    Crate {
        /// The package and its version.
        package: String,
        /// The crate.
        name: String,
        /// The place that it comes from.
        origin: String,
    },
    /// Crates that are not the pinned ones.
    #[error(
        "`native.lock` pins other crates for `{package}` than its source asks for\n\
         = help: run `cargo wasi-py lock`, which writes it anew"
    )]
    OtherCrates {
        /// The package and its version.
        package: String,
    },
    /// An extension module that is not one for components.
    #[error("cannot link the extension module `{module}` of `{package}`: {reason}")]
    Seal {
        /// The package and its version.
        package: String,
        /// The module.
        module: String,
        /// The reason.
        reason: SealError,
    },
    /// An extension module for another Python or system.
    #[error(
        "`{package}` has been built for another Python or system: `{file}`\n\
         = help: leave it out of `packages` below `[tool.wasi-py.native]`; its build does not honour the target"
    )]
    OtherTarget {
        /// The package and its version.
        package: String,
        /// The file.
        file: String,
    },
    /// Functions that nothing in a component defines.
    #[error("cannot link the extension module `{module}` of `{package}`: nothing defines{symbols}")]
    Undefined {
        /// The package and its version.
        package: String,
        /// The module.
        module: String,
        /// The symbols, a line for each kind.
        symbols: String,
    },
    /// Functions that would trap.
    #[error(
        "cannot link the extension module `{module}` of `{package}`: Python would call {functions} with other \
         arguments than they take, which ends a component"
    )]
    Unfit {
        /// The package and its version.
        package: String,
        /// The module.
        module: String,
        /// The functions.
        functions: String,
    },
    /// A file or folder that cannot be read or written.
    #[error("cannot {verb} `{path}`: {reason}", path = .path.display())]
    File {
        /// The operation.
        verb: &'static str,
        /// The path.
        path: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
}

impl NativeError {
    /// Makes an error about an operation on a file, for `map_err`.
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { verb, path, reason }
    }
}
