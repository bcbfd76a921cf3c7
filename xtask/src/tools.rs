//! The programs of this workspace that a build runs: the one that takes snapshots, and the host.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

/// Both, compiled.
pub(crate) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Compiles what has changed. In one go, so that both share one `wasmtime`.
    pub(crate) fn ensure() -> anyhow::Result<Self> {
        shell::run(shell::cargo().args([
            "build",
            "--quiet",
            "--package",
            "wasi-py-snapshot",
            "--package",
            "host-test",
            "--bins",
        ]))?;
        Ok(Self {
            folder: shell::target_dir().join("debug"),
        })
    }

    /// Takes snapshots.
    pub(crate) fn snapshot(&self) -> PathBuf {
        self.folder.join("wasi-py-snapshot")
    }

    /// Filters people.
    pub(crate) fn host(&self) -> Command {
        Command::new(self.folder.join("people-host"))
    }
}
