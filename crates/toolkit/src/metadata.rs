//! The packages of a workspace, as `cargo metadata` describes them.

use std::path::{Path, PathBuf};

use anyhow::Context;
use cargo_metadata::{Metadata, MetadataCommand, Package};

use crate::shell;

/// The description of a package by its authors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The description, in one line.
    pub description: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The URL of its page.
    pub homepage: Option<String>,
}

impl From<&Package> for About {
    fn from(package: &Package) -> Self {
        Self {
            description: package.description.clone(),
            authors: package.authors.clone(),
            homepage: package.homepage.clone(),
        }
    }
}

/// Returns the folder of a package that the project in `folder` depends on, directly or not.
///
/// # Errors
/// When cargo fails, or does not know the package.
pub(crate) fn folder_of(package: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    let mut cargo = shell::cargo(folder);
    cargo.args(["metadata", "--format-version", "1", "--quiet"]);
    let metadata = MetadataCommand::parse(shell::output(&mut cargo)?)?;
    let mut packages = metadata.packages.into_iter();
    let found = packages.find(|found| *found.name == package);
    let manifest = found.and_then(|found| Some(found.manifest_path.parent()?.into()));
    manifest.with_context(|| format!("the project does not depend on `{package}`"))
}

/// Asks cargo for the workspace of a `Cargo.toml`, without the packages that it depends on.
///
/// # Errors
/// When cargo fails, with its message.
pub fn of_workspace(manifest: &Path) -> anyhow::Result<Metadata> {
    let mut cargo = shell::cargo(manifest.parent().unwrap_or(manifest));
    cargo.args(["metadata", "--format-version", "1", "--no-deps", "--quiet"]);
    Ok(MetadataCommand::parse(shell::output(&mut cargo)?)?)
}
