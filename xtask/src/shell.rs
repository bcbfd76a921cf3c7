//! This repository, its cargo, and running other programs in it.

use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) use wasi_py_project::shell::run;

/// Root of this repository.
pub(crate) fn repository() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir() -> PathBuf {
    repository().join("target")
}

/// The cargo that runs this task, in the repository.
///
/// What cargo has set for this task would make it build everything anew for the next.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST") {
            command.env_remove(name);
        }
    }
    command.current_dir(repository());
    command
}
