//! Packages that are tried, each at one version.

use anyhow::Context;

/// A package at one version.
pub(super) struct Pin {
    pub(super) package: String,
    pub(super) version: String,
}

impl Pin {
    /// Reads `package==version`.
    pub(super) fn of(requirement: &str) -> anyhow::Result<Self> {
        let (package, version) = requirement.split_once("==").with_context(|| {
            format!("`{requirement}` pins no version\n= help: write `package==version`")
        })?;
        Ok(Self {
            package: package.to_owned(),
            version: version.to_owned(),
        })
    }

    pub(super) fn requirement(&self) -> String {
        format!("{}=={}", self.package, self.version)
    }
}
