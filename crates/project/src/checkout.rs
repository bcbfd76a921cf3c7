//! This repository: projects use its crates by path, and its programs as they are compiled here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell;

/// Cargo's variable for the folder of what is in the making, where that is not the folder of the results.
pub const BUILD_DIR_VARIABLE: &str = "CARGO_BUILD_BUILD_DIR";

/// The root folder.
#[must_use]
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = crates.and_then(Path::parent);
    root.unwrap_or(Path::new("/")).to_owned()
}

/// Where the Python modules are that each component has beside the standard library: `wasi_py`.
#[must_use]
pub fn python() -> PathBuf {
    root().join("crates/embed/python")
}

/// Where cargo puts what it builds here.
#[must_use]
pub fn target_dir() -> PathBuf {
    root().join("target")
}

/// Cargo, run in the root folder.
#[must_use]
pub fn cargo() -> Command {
    shell::cargo(&root())
}
