//! What can go wrong when a build script looks for libpython.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::bld_cfg::DIR_VARIABLE;
use crate::cache::CACHE_VARIABLE;
use crate::release::{RELEASES, VERSION_VARIABLE};
use crate::target::Target;

/// Why no libpython was found. The text is meant for whoever runs the build.
#[derive(Error)]
pub enum LibpyError {
    /// The target is none of [`Target::ALL`].
    #[error(
        "don't know how to build libpython for `{0}`\n= help: build for {targets}",
        targets = listed(Target::ALL.map(Target::name))
    )]
    UnknownTarget(String),
    /// The version is none of [`RELEASES`].
    #[error(
        "don't know how to build CPython `{0}`\n= help: set `{VERSION_VARIABLE}` to {versions}",
        versions = known_versions()
    )]
    UnknownVersion(String),
    /// `TARGET` is not set: this is not a build script.
    #[error("`TARGET` is not set\n= help: call this from a build script that cargo runs")]
    NoTarget,
    /// None of the variables that [`crate::cache::cache_root`] looks at is set.
    #[error("don't know where the cache is\n= help: set `{CACHE_VARIABLE}` to a folder")]
    NoCache,
    /// A path that means another folder to everybody who reads it.
    #[error("`{variable}` is `{value}`, expected an absolute path", value = .value.display())]
    Relative {
        /// The environment variable.
        variable: &'static str,
        /// Its value.
        value: PathBuf,
    },
    /// Nobody made this libpython yet.
    #[error(
        "no libpython {version} for `{target}`: `{stamp}` does not exist\n\
         = help: run `cargo wasi-py libpython --target {target} --version {version}`\n\
         = help: or set `{DIR_VARIABLE}` to a folder that this command has made",
        stamp = .stamp.display()
    )]
    Missing {
        /// The version that was looked for.
        version: &'static str,
        /// The target that was looked for.
        target: Target,
        /// The file whose absence says so.
        stamp: PathBuf,
    },
    /// What lies there is not what its stamp says, or not what is asked for.
    #[error(
        "`{path}` is damaged: expected {expected}, found {found}\n\
         = help: run `cargo wasi-py libpython --force --target {target} --version {version}`",
        path = .path.display()
    )]
    Damaged {
        /// The version that was looked for.
        version: &'static str,
        /// The target that was looked for.
        target: Target,
        /// The file at fault.
        path: PathBuf,
        /// What it should be.
        expected: String,
        /// What it is.
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
        /// Version and target that were looked for.
        expected: String,
        /// Version and target that lie there.
        found: String,
    },
    /// A file could not be written.
    #[error("cannot write `{path}`: {reason}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
}

/// The same text: it is what Rust prints for an error that a build script's `main` returns.
impl fmt::Debug for LibpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Lists the versions that can be built.
pub(crate) fn known_versions() -> String {
    listed(RELEASES.map(|release| release.version))
}

/// `` `a` or `b` ``.
fn listed<const N: usize>(names: [&str; N]) -> String {
    names.map(|name| format!("`{name}`")).join(" or ")
}
