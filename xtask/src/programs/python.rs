//! Python tools for tests and checks, run in the repository.

use std::path::PathBuf;
use std::process::Command;

use wasi_py_toolkit::python::VirtualEnvironment;

use crate::shell;

/// A virtual environment with pytest, ruff and mypy.
#[derive(Debug)]
pub(crate) struct PythonTools(VirtualEnvironment);

impl PythonTools {
    /// Installs the tools unless the cache has them. Another lock goes to another folder.
    pub(crate) fn ensure() -> anyhow::Result<Self> {
        VirtualEnvironment::tools().map(Self)
    }

    /// Prepares a module of the tools, run by their Python in the repository.
    pub(crate) fn module(&self, name: &str) -> Command {
        let mut command = self.0.python();
        command.args(["-m", name]).current_dir(shell::repository());
        command
    }

    /// Returns the Python whose module `basedpyright` is pyright, installed unless the cache has it.
    pub(crate) fn pyright() -> anyhow::Result<PathBuf> {
        Ok(VirtualEnvironment::pyright()?.interpreter())
    }

    /// Returns the folder that the tools are importable from.
    pub(crate) fn site_packages(&self) -> anyhow::Result<PathBuf> {
        self.0.site_packages()
    }
}
