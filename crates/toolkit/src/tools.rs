//! The programs of this repository that a build runs: the one that takes snapshots, and the host.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::{checkout, shell};

/// Both programs, compiled.
#[derive(Debug)]
pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Compiles them if something has changed since the last run, in one go, so that both share one
    /// `wasmtime`.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn ensure() -> anyhow::Result<Self> {
        // Asking cargo takes a while, and nothing changes during a run.
        static COMPILED: Mutex<bool> = Mutex::new(false);
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        let target_dir = checkout::target_dir();
        if !*compiled {
            let mut cargo = checkout::cargo();
            cargo.args(["build", "--package", "wasi-py-finish"]);
            cargo.args(["--package", "host-test", "--bins", "--target-dir"]);
            shell::run_unless_fresh(
                "compiling the host and the snapshot tool",
                cargo.arg(&target_dir),
            )?;
            *compiled = true;
        }
        Ok(Self {
            folder: target_dir.join("debug"),
        })
    }

    /// Returns the path of the program that takes snapshots.
    #[must_use]
    pub fn snapshot(&self) -> PathBuf {
        self.folder.join("wasi-py-finish")
    }

    /// Prepares the host, which filters people.
    #[must_use]
    pub fn host(&self) -> Command {
        Command::new(self.folder.join("people-host"))
    }
}
