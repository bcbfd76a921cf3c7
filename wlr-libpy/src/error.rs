//! The error of a build script's search for libpython.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::environment::{CACHE_VARIABLE, DIR_VARIABLE, VERSION_VARIABLE};

/// The reason why no libpython was found, in words for whoever runs the build.
#[derive(Error)]
pub enum LibpyError {
    /// The target is not one that libpython is built for.
    #[error("don't know how to build libpython for `{name}`\n= help: build for {known}")]
    UnknownTarget {
        /// The name that was given.
        name: String,
        /// The targets, as a list in words.
        known: String,
    },
    /// The version has no row in the table of releases.
    #[error(
        "don't know how to build CPython `{version}`\n= help: set `{VERSION_VARIABLE}` to {known}"
    )]
    UnknownVersion {
        /// The version that was given.
        version: String,
        /// The versions in the table, as a list in words.
        known: String,
    },
    /// `TARGET` is not set: this is not a build script.
    #[error("`TARGET` is not set\n= help: call this from a build script that cargo runs")]
    NoTarget,
    /// None of the variables that [`crate::cache::cache_root`] looks at is set.
    #[error("don't know where the cache is\n= help: set `{CACHE_VARIABLE}` to a folder")]
    NoCache,
    /// The path is relative, and so would mean another folder to everybody who reads it.
    #[error("`{variable}` is `{value}`, expected an absolute path", value = .value.display())]
    Relative {
        /// The environment variable.
        variable: &'static str,
        /// Its value.
        value: PathBuf,
    },
    /// This libpython was not made yet.
    #[error(
        "no libpython {version} for `{target}`: `{stamp}` does not exist\n\
         = help: run `cargo wasi-py libpython --target {target} --version {version}`\n\
         = help: or set `{DIR_VARIABLE}` to a folder that this command has made",
        stamp = .stamp.display()
    )]
    Missing {
        /// The version that is asked for.
        version: &'static str,
        /// The name of the target that is asked for.
        target: &'static str,
        /// The stamp, which does not exist.
        stamp: PathBuf,
    },
    /// The files differ from their stamp, or from the libpython that is asked for.
    #[error(
        "`{path}` is damaged: expected {expected}, found {found}\n\
         = help: run `cargo wasi-py libpython --force --target {target} --version {version}`",
        path = .path.display()
    )]
    Damaged {
        /// The version that is asked for.
        version: &'static str,
        /// The name of the target that is asked for.
        target: &'static str,
        /// The file that differs.
        path: PathBuf,
        /// The expected state.
        expected: String,
        /// The found state.
        found: String,
    },
    /// [`DIR_VARIABLE`] names a folder with another libpython than the one asked for.
    #[error(
        "`{dir}` holds libpython {found}, expected {expected}\n\
         = help: set `{DIR_VARIABLE}` to a folder that holds it, or unset it to use the cache\n\
         = help: set `{VERSION_VARIABLE}` if the folder's version is the one you want",
        dir = .dir.display()
    )]
    Another {
        /// The folder.
        dir: PathBuf,
        /// The version and target that are asked for.
        expected: String,
        /// The version and target in the folder.
        found: String,
    },
    /// A file could not be written.
    #[error("cannot write `{path}`: {reason}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        reason: io::Error,
    },
}

/// Prints the text as well: Rust shows an error that a build script's `main` returns by `Debug`.
impl fmt::Debug for LibpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Joins names: `` `a` or `b` ``.
pub(crate) fn listed<const N: usize>(names: [&str; N]) -> String {
    names.map(|name| format!("`{name}`")).join(" or ")
}
