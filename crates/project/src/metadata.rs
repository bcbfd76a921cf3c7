//! What `cargo metadata` says of the packages of a workspace.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::inventory::About;
use crate::shell;

/// The packages of a workspace, and where their results go.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    /// The packages, without what they depend on.
    pub packages: Vec<Package>,
    /// The folder of what is built.
    pub target_directory: PathBuf,
}

/// A package.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// The name, as `--package` takes it.
    pub name: String,
    /// The path of its `Cargo.toml`.
    pub manifest_path: PathBuf,
    /// What is built of it.
    pub targets: Vec<CargoTarget>,
    /// What it depends on by itself.
    pub dependencies: Vec<Dependency>,
    /// The table `package.metadata`: null where there is none.
    #[serde(default)]
    pub metadata: serde_json::Value,
    #[serde(flatten)]
    pub(crate) about: About,
}

/// A dependency of a package.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// The name of the package that is depended on.
    pub name: String,
    /// `build` or `dev`; absent for the package itself.
    pub kind: Option<String>,
    /// The folder of a package that is taken by path.
    pub path: Option<PathBuf>,
}

/// A library, program or test of a package.
#[derive(Debug, Deserialize)]
pub struct CargoTarget {
    /// The name, which is not always the package's.
    pub name: String,
    /// `cdylib`, `bin` and the like.
    pub crate_types: Vec<String>,
}

impl Metadata {
    /// Asks cargo about the workspace of a `Cargo.toml`.
    ///
    /// # Errors
    /// When cargo fails, with what it says.
    pub fn read(manifest: &Path) -> anyhow::Result<Self> {
        let mut cargo = shell::cargo(manifest.parent().unwrap_or(manifest));
        cargo.args(["metadata", "--format-version", "1", "--no-deps", "--quiet"]);
        Ok(serde_json::from_str(&shell::output(&mut cargo)?)?)
    }
}
