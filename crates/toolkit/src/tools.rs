//! The programs of ours that a build runs: the one that takes snapshots, and in a checkout the host.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::checkout::{self, Origin};
use crate::programs::Program;
use crate::shell;

/// The package and the program that take snapshots.
const FINISH: &str = "wasi-py-finish";

/// The settings that the program is compiled with outside of a checkout: it is there after a minute, and a
/// snapshot takes not much longer with it.
const SETTINGS: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
];

/// The programs, compiled.
#[derive(Debug)]
pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Compiles them, unless that was done before.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn ensure() -> anyhow::Result<Self> {
        let folder = match checkout::origin() {
            Origin::Checkout(_) => compiled()?,
            Origin::Registry(version) => Program {
                name: FINISH,
                package: FINISH,
                version,
                features: None,
                settings: SETTINGS,
            }
            .ensure()?,
        };
        Ok(Self { folder })
    }

    /// Returns the path of the program that takes snapshots.
    #[must_use]
    pub fn snapshot(&self) -> PathBuf {
        self.folder.join(FINISH)
    }

    /// Prepares the host, which filters people. Only a checkout has it.
    #[must_use]
    pub fn host(&self) -> Command {
        Command::new(self.folder.join("people-host"))
    }
}

/// Returns the folder of the checkout's programs, which are compiled in one go, so that both share one
/// `wasmtime`.
fn compiled() -> anyhow::Result<PathBuf> {
    // Asking cargo takes a while, and nothing changes during a run.
    static COMPILED: Mutex<bool> = Mutex::new(false);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let target_dir = checkout::target_dir();
    if !*compiled {
        let mut cargo = checkout::cargo();
        cargo.args(["build", "--package", FINISH]);
        cargo.args(["--package", "host-test", "--bins", "--target-dir"]);
        shell::run_unless_fresh(
            "compiling the host and the snapshot tool",
            cargo.arg(&target_dir),
        )?;
        *compiled = true;
    }
    Ok(target_dir.join("debug"))
}
