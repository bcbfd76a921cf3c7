//! What can go wrong while libpython is made.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::error::{LibpyError, known_versions};
use crate::release::VERSION_VARIABLE;

/// Why libpython was not made. The text is meant for whoever started the task.
#[derive(Debug, Error)]
pub enum MakeError {
    /// What was made, or what was asked for, is not right.
    #[error(transparent)]
    Libpy(#[from] LibpyError),
    /// A file or folder could not be read or written.
    #[error("cannot {verb} `{path}`: {reason}", path = .path.display())]
    File {
        /// What was tried: `read`, `write`, ...
        verb: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        reason: io::Error,
    },
    /// The build systems of C do not cope with such a path.
    #[error(
        "the cache `{path}` has white space in its path, which CPython's build does not cope with\n\
         = help: set `WASI_PY_CACHE` to a folder without any",
        path = .0.display()
    )]
    WhiteSpace(PathBuf),
    /// A program is not there.
    #[error("cannot run `{program}`: {reason}\n= help: install `{program}`")]
    NoProgram {
        /// Its name.
        program: String,
        /// Why it did not start.
        reason: io::Error,
    },
    /// A quick program said no.
    #[error("`{program}` failed ({status})\n{said}")]
    Refused {
        /// Its name.
        program: String,
        /// How it ended.
        status: String,
        /// What it said on standard error.
        said: String,
    },
    /// A long one said no.
    #[error("{what} failed ({status})\n{tail}\n= help: read `{log}`", log = .log.display())]
    Failed {
        /// What it was to do.
        what: String,
        /// How it ended.
        status: String,
        /// The last lines of what it said.
        tail: String,
        /// The file with all of it.
        log: PathBuf,
    },
    /// A download or a given file is not what it should be.
    #[error(
        "`{path}` is not CPython {version}: expected sha256 {expected}, found {found}\n\
         = help: fetch `Python-{version}.tar.xz` again",
        path = .path.display()
    )]
    Checksum {
        /// The file.
        path: PathBuf,
        /// What it was taken for.
        version: &'static str,
        /// The sum in the table of releases.
        expected: &'static str,
        /// The sum that it has.
        found: String,
    },
    /// No source of CPython's source worked.
    #[error(
        "cannot get the source of CPython {version}{reasons}\n\
         = help: connect to the network, or download `Python-{version}.tar.xz` elsewhere and pass it with `--tarball`\n\
         = help: or take another version, if it can be had: set `{VERSION_VARIABLE}` to {known}",
        known = known_versions(),
        reasons = .reasons.iter().map(|reason| format!("\n- {}", indented(reason))).collect::<String>()
    )]
    NoSource {
        /// What was wanted.
        version: &'static str,
        /// Why each of them failed.
        reasons: Vec<String>,
    },
    /// No C compiler with a C library for WASI.
    #[error(
        "no C toolchain for `{target}`\n- {reason}\n\
         = help: install wasi-sdk and set `WASI_SDK_PATH` to its folder\n\
         = help: or, on Debian, run `apt-get install {packages}`",
        reason = indented(.reason),
        packages = super::DEBIAN_CLANG_PACKAGES.join(" ")
    )]
    NoToolchain {
        /// What it is needed for.
        target: crate::target::Target,
        /// What is missing.
        reason: String,
    },
    /// Debian's archive cannot be asked, or does not have what is needed.
    #[error("{0}")]
    Debian(String),
    /// Another release of CPython has another limit.
    #[error(
        "`{file}` of CPython does not have `{line}` exactly once\n\
         = help: write the limits of this release into `wlr-libpy/src/make/recursion.rs`"
    )]
    NoLimit {
        /// In the source of CPython.
        file: &'static str,
        /// What is expected there.
        line: String,
    },
    /// `cargo metadata` says something else than where the crates with C sources lie.
    #[error("`cargo metadata` is not as expected: {0}")]
    Metadata(String),
}

impl MakeError {
    /// For `map_err`: what was tried with which file.
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::File { verb, path, reason }
    }
}

/// Lines after the first stand below it.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
