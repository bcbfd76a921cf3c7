//! Figures that suites leave, for the table of results.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::shell;

/// The counts of a suite.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Suite {
    pub(crate) suite: String,
    pub(crate) rows: Vec<(String, u64)>,
}

impl Suite {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            suite: name.to_owned(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, name: impl Into<String>, count: u64) {
        self.rows.push((name.into(), count));
    }

    /// Returns the path of a suite's figures.
    pub(crate) fn path(name: &str) -> anyhow::Result<PathBuf> {
        let folder = folder();
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
        Ok(folder.join(format!("{name}.json")))
    }

    pub(crate) fn write(&self) -> anyhow::Result<()> {
        let path = Self::path(&self.suite)?;
        fs::write(&path, serde_json::to_string(self)? + "\n")
            .with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// Returns the folder of all figures.
pub(crate) fn folder() -> PathBuf {
    shell::repository().join("target/hardening")
}
