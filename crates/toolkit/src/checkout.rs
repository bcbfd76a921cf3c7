//! This repository: projects use its crates by path, and its programs as they are compiled here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell;

/// Cargo's variable for the folder of what is in the making, if that is not the folder of the results.
pub const BUILD_DIR_VARIABLE: &str = "CARGO_BUILD_BUILD_DIR";

/// Returns the root folder.
#[must_use]
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = crates.and_then(Path::parent);
    root.unwrap_or(Path::new("/")).to_owned()
}

/// Returns the folder of `wasi_py`: the Python modules that each component has beside the standard library.
#[must_use]
pub fn python() -> PathBuf {
    root().join("crates/embed/wasi_py/src")
}

/// Returns the folder that cargo puts its results in here.
#[must_use]
pub fn target_dir() -> PathBuf {
    root().join("target")
}

/// Prepares cargo to run in the root folder.
#[must_use]
pub fn cargo() -> Command {
    shell::cargo(&root())
}
