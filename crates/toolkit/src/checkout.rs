//! This repository: projects use its crates by path, and its programs as they are compiled here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{metadata, shell};

/// The crate with which components embed Python.
pub const EMBED: &str = "wasi-py-embed";

/// Cargo's variable for the folder of what is in the making, if that is not the folder of the results.
pub const BUILD_DIR_VARIABLE: &str = "CARGO_BUILD_BUILD_DIR";

/// The place that the crates of a project come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A checkout of this repository, by its root folder.
    Checkout(PathBuf),
    /// The registry of cargo, by their version.
    Registry(&'static str),
}

/// Returns where this command comes from. Projects take their crates from the same place.
#[must_use]
pub fn origin() -> Origin {
    // Packages from a registry lie in folders with a version.
    if Path::new(env!("CARGO_MANIFEST_DIR")).ends_with("crates/toolkit") {
        Origin::Checkout(root())
    } else {
        Origin::Registry(env!("CARGO_PKG_VERSION"))
    }
}

/// Returns the root folder of the checkout.
#[must_use]
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let root = crates.and_then(Path::parent);
    root.unwrap_or(Path::new("/")).to_owned()
}

/// Returns the folder of the Python modules that each component has beside the standard library. It is in the
/// crate `wasi-py-embed` that the project in `folder` depends on.
///
/// # Errors
/// When cargo does not know that crate.
pub fn python(folder: &Path) -> anyhow::Result<PathBuf> {
    let embed = match origin() {
        Origin::Checkout(root) => root.join("crates/embed"),
        Origin::Registry(_) => metadata::folder_of(EMBED, folder)?,
    };
    Ok(embed.join("wasi_py/src"))
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
