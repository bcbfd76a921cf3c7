//! Virtual environments in the cache, each installed from a lock with hashes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use wasi_py_native::environment;
use wlr_libpy::release::Release;

use crate::console::Step;
use crate::{installed, setup, shell};

/// The pip that is used, by its hash.
const PIP: &str = include_str!("dependencies/pip.lock");
/// pytest, ruff and mypy: every file by its hash.
const TOOLS: &str = include_str!("../python-tools.txt");
/// The type checker of editors, as it comes with a Node of its own.
const PYRIGHT: &str = include_str!("../pyright.txt");

/// Returns the minor version of the Python in components, such as `3.13`.
///
/// # Errors
/// When the environment asks for an unknown version.
pub fn guest_minor() -> anyhow::Result<&'static str> {
    Ok(Release::wanted()?.minor())
}

/// Returns the version of the Python in components, such as `3.13.15`.
///
/// # Errors
/// When the environment asks for an unknown version.
pub fn guest_version() -> anyhow::Result<&'static str> {
    Ok(Release::wanted()?.version)
}

/// A Python with the packages of a lock.
#[derive(Debug)]
pub struct VirtualEnvironment {
    folder: PathBuf,
}

impl VirtualEnvironment {
    /// Installs the tools for tests and checks of Python code.
    ///
    /// # Errors
    /// Those of [`VirtualEnvironment::ensure`].
    pub fn tools() -> anyhow::Result<Self> {
        Self::ensure("python-tools", TOOLS)
    }

    /// Installs pyright, as the module `basedpyright`. It is large, and so not one of the tools that every
    /// project has.
    ///
    /// # Errors
    /// Those of [`VirtualEnvironment::ensure`].
    pub fn pyright() -> anyhow::Result<Self> {
        Self::ensure("pyright", PYRIGHT)
    }

    /// Installs what `lock` pins, unless the cache has it below the folder `name`. Another lock goes to
    /// another folder.
    ///
    /// # Errors
    /// When there is no Python to begin with, or the install fails.
    pub fn ensure(name: &str, lock: &str) -> anyhow::Result<Self> {
        let folder = installed::ensure(name, &[lock], |step, work| {
            ensure_python()?;
            install(step, work, lock)
        })?;
        Ok(Self { folder })
    }

    /// Installs like [`VirtualEnvironment::ensure`] for the interpreter `python`, which needs no pip.
    ///
    /// # Errors
    /// When the install fails.
    pub fn ensure_of(python: &Path, name: &str, lock: &str) -> anyhow::Result<Self> {
        let pip = Self::pip()?;
        let key = python.display().to_string();
        let folder = installed::ensure(name, &[lock, &key], |step, work| {
            let interpreter = environment::make(work, python)?;
            let mut install = pip.python();
            install.args(["-m", "pip", "--python"]).arg(interpreter);
            install_lock(step, &mut install, work, lock)
        })?;
        Ok(Self { folder })
    }

    /// Installs the pip that packages are installed with.
    ///
    /// # Errors
    /// Those of [`VirtualEnvironment::ensure`].
    pub(crate) fn pip() -> anyhow::Result<Self> {
        Self::ensure("pip", PIP)
    }

    /// Prepares its interpreter to run.
    #[must_use]
    pub fn python(&self) -> Command {
        Command::new(self.interpreter())
    }

    /// Returns the path of its interpreter. Run modules with it: scripts name the folder that they were
    /// installed in, which has been moved since.
    #[must_use]
    pub fn interpreter(&self) -> PathBuf {
        self.folder.join("bin/python3")
    }

    /// Returns the folder that its packages are importable from.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn site_packages(&self) -> anyhow::Result<PathBuf> {
        let lib = self.folder.join("lib");
        let version = fs::read_dir(&lib)?
            .next()
            .context("the virtual environment is empty")??;
        Ok(version.path().join("site-packages"))
    }
}

/// Finds a Python that can make a virtual environment, or installs Debian's.
fn ensure_python() -> anyhow::Result<()> {
    let works = Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .output();
    match works {
        Ok(output) if output.status.success() => Ok(()),
        _ => setup::debian_packages(&["python3", "python3-venv"]),
    }
}

fn install(step: &Step, folder: &Path, lock: &str) -> anyhow::Result<()> {
    shell::run_as(
        step,
        Command::new("python3").args(["-m", "venv"]).arg(folder),
    )?;
    let mut pip = Command::new(folder.join("bin/python3"));
    install_lock(step, pip.args(["-m", "pip"]), folder, lock)
}

/// Has a prepared pip install what a lock pins, which is kept in `folder`.
fn install_lock(step: &Step, pip: &mut Command, folder: &Path, lock: &str) -> anyhow::Result<()> {
    let path = folder.join("requirements.lock");
    fs::write(&path, lock).with_context(|| format!("cannot write `{}`", path.display()))?;
    pip.args(["install", "--quiet"]);
    pip.args(["--disable-pip-version-check", "--require-hashes"]);
    shell::run_as(step, pip.arg("--requirement").arg(path))
}
