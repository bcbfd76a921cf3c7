//! Python tools for tests and checks: a virtual environment in the cache, from a lock with hashes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use sha2::Digest;
use wlr_libpy::cache::cache_root;

use crate::{setup, shell};

/// What is installed: every file by its hash.
const LOCK: &str = include_str!("../python-tools.txt");

/// A virtual environment with pytest, ruff and mypy.
#[derive(Debug)]
pub(crate) struct PythonTools {
    folder: PathBuf,
}

impl PythonTools {
    /// Installs the tools unless the cache has them. Another lock is another folder.
    pub(crate) fn ensure() -> anyhow::Result<Self> {
        let root = cache_root()?.join("python-tools");
        let folder = root.join(fingerprint(LOCK));
        if !folder.exists() {
            ensure_python()?;
            std::fs::create_dir_all(&root)
                .with_context(|| format!("cannot create `{}`", root.display()))?;
            eprintln!("installing the Python tools");
            // Built beside its place and moved, so that an interrupted install is not taken for good.
            let work = tempfile::Builder::new().prefix("work-").tempdir_in(&root)?;
            install(work.path())?;
            std::fs::rename(work.keep(), &folder)?;
        }
        Ok(Self { folder })
    }

    /// A module of the tools, run by their Python in the repository.
    pub(crate) fn module(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join("bin/python3"));
        command.args(["-m", name]).current_dir(shell::repository());
        command
    }

    /// The folder that the tools are importable from.
    pub(crate) fn site_packages(&self) -> anyhow::Result<PathBuf> {
        let lib = self.folder.join("lib");
        let version = std::fs::read_dir(&lib)?
            .next()
            .context("the virtual environment is empty")??;
        Ok(version.path().join("site-packages"))
    }
}

/// Any Python that can make a virtual environment; Debian's when there is none.
fn ensure_python() -> anyhow::Result<()> {
    let works = Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .output();
    match works {
        Ok(output) if output.status.success() => Ok(()),
        _ => setup::debian_packages(&["python3", "python3-venv"]),
    }
}

fn fingerprint(text: &str) -> String {
    let digest = sha2::Sha256::digest(text);
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn install(folder: &Path) -> anyhow::Result<()> {
    shell::run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let mut pip = Command::new(folder.join("bin/python3"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    shell::run(
        pip.args(["--require-hashes", "--requirement"])
            .arg(shell::repository().join("xtask/python-tools.txt")),
    )
}
