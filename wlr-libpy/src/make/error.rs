//! The error of making libpython.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::packages::DEBIAN_CLANG_PACKAGES;
use crate::environment::{PREBUILT_VARIABLE, VERSION_VARIABLE};
use crate::error::LibpyError;
use crate::release::known_versions;

/// The reason why libpython was not made, in words for whoever started the task.
#[derive(Debug, Error)]
pub enum MakeError {
    /// The libpython that was made, or that was asked for, is not right.
    #[error(transparent)]
    Libpy(#[from] LibpyError),
    /// A file or folder cannot be read or written.
    #[error("cannot {verb} `{path}`: {reason}", path = .path.display())]
    File {
        /// The operation: `read`, `write`, ...
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
    /// The path has white space, which the build systems of C do not cope with.
    #[error(
        "the cache `{path}` has white space in its path, which CPython's build does not cope with\n\
         = help: set `WASI_PY_CACHE` to a folder without any",
        path = .0.display()
    )]
    WhiteSpace(PathBuf),
    /// A program does not start.
    #[error("cannot run `{program}`: {reason}\n= help: install `{program}`")]
    NoProgram {
        /// The name of the program.
        program: String,
        /// The error of the system.
        reason: io::Error,
    },
    /// A quick program failed.
    #[error("`{program}` failed ({status})\n{said}")]
    Refused {
        /// The name of the program.
        program: String,
        /// The exit status.
        status: String,
        /// The text on standard error.
        said: String,
    },
    /// A long-running program failed.
    #[error("{what} failed ({status})\n{tail}\n= help: read `{log}`", log = .log.display())]
    Failed {
        /// The purpose of the program.
        what: String,
        /// The exit status.
        status: String,
        /// The last lines of the output.
        tail: String,
        /// The file with the whole output.
        log: PathBuf,
    },
    /// A downloaded or given file is not the expected one.
    #[error(
        "`{path}` is not CPython {version}: expected sha256 {expected}, found {found}\n\
         = help: fetch `Python-{version}.tar.xz` again",
        path = .path.display()
    )]
    Checksum {
        /// The file.
        path: PathBuf,
        /// The version that it should be.
        version: &'static str,
        /// The hash in the table of releases.
        expected: &'static str,
        /// The hash of the file.
        found: String,
    },
    /// A prebuilt archive is not the one that is on record.
    #[error(
        "`{place}` is not what was released: expected sha256 {expected}, found {found}\n\
         = help: fetch it again, or unset `{PREBUILT_VARIABLE}` to make libpython here"
    )]
    Prebuilt {
        /// The file or address.
        place: String,
        /// The hash on record.
        expected: String,
        /// The hash of the file.
        found: String,
    },
    /// CPython's source could not be had from any place.
    #[error(
        "cannot get the source of CPython {version}{reasons}\n\
         = help: connect to the network, or download `Python-{version}.tar.xz` elsewhere and pass it with `--tarball`\n\
         = help: or take another version, if it can be had: set `{VERSION_VARIABLE}` to {known}",
        known = known_versions(),
        reasons = .reasons.iter().map(|reason| format!("\n- {}", indented(reason))).collect::<String>()
    )]
    NoSource {
        /// The version that is needed.
        version: &'static str,
        /// The reasons, one for each place.
        reasons: Vec<String>,
    },
    /// There is no C compiler with a C library for WASI.
    #[error(
        "no C toolchain for `{target}`\n- {reason}\n\
         = help: install wasi-sdk and set `WASI_SDK_PATH` to its folder\n\
         = help: or, on Debian, run `apt-get install {packages}`",
        reason = indented(.reason),
        packages = DEBIAN_CLANG_PACKAGES.join(" ")
    )]
    NoToolchain {
        /// The target that it is needed for.
        target: crate::target::Target,
        /// The part that is missing.
        reason: String,
    },
    /// Debian's archive cannot be read, or lacks the package.
    #[error("{0}")]
    Debian(String),
    /// Another release of CPython has another limit.
    #[error(
        "`{file}` of CPython does not have `{line}` exactly once\n\
         = help: write the limits of this release into `wlr-libpy/src/make/recursion.rs`"
    )]
    NoLimit {
        /// The file in the source of CPython.
        file: &'static str,
        /// The line that is expected there.
        line: String,
    },
    /// `cargo metadata` does not tell where the crates with C sources are.
    #[error("`cargo metadata` is not as expected: {0}")]
    Metadata(String),
}

impl MakeError {
    /// Makes an error about an operation on a file, for `map_err`.
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { verb, path, reason }
    }
}

/// Indents the lines after the first.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
