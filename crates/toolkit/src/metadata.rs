//! The packages of a workspace, as `cargo metadata` describes them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::shell;

/// The packages of a workspace, and the folder of their results.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    /// The packages of the workspace itself, without those that they depend on.
    pub packages: Vec<Package>,
    /// The folder of the results.
    pub target_directory: PathBuf,
}

/// A package.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// The name, as `--package` takes it.
    pub name: String,
    /// The path of its `Cargo.toml`.
    pub manifest_path: PathBuf,
    /// The libraries, programs and tests that are built of it.
    pub targets: Vec<CargoTarget>,
    /// The packages that it depends on directly.
    pub dependencies: Vec<Dependency>,
    /// The table `package.metadata`: null where there is none.
    #[serde(default)]
    pub metadata: serde_json::Value,
    /// The package in words.
    #[serde(flatten)]
    pub about: About,
}

/// The description of a package by its authors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct About {
    /// The description, in one line.
    pub description: Option<String>,
    /// The authors.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The URL of its page.
    pub homepage: Option<String>,
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
    /// The path of its first file.
    pub src_path: PathBuf,
    /// `cdylib`, `bin` and the like.
    pub crate_types: Vec<String>,
}

impl Metadata {
    /// Asks cargo for the workspace of a `Cargo.toml`.
    ///
    /// # Errors
    /// When cargo fails, with its message.
    pub fn read(manifest: &Path) -> anyhow::Result<Self> {
        let mut cargo = shell::cargo(manifest.parent().unwrap_or(manifest));
        cargo.args(["metadata", "--format-version", "1", "--no-deps", "--quiet"]);
        Ok(serde_json::from_str(&shell::output(&mut cargo)?)?)
    }
}
