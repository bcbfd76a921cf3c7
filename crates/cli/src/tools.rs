//! Python tools that run on the app with an ordinary CPython: `wasi-py test`.

use std::env::{join_paths, split_paths, var_os};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_app::Project;
use wasi_py_toolkit::dependencies::{Index, Installer};
use wasi_py_toolkit::python::VirtualEnvironment;
use wasi_py_toolkit::{checkout, shell};

use crate::parts::App;

/// Runs the app's own tests with pytest on this machine's Python, with its dependencies as they are locked.
#[derive(clap::Args)]
pub(crate) struct Test {
    #[command(flatten)]
    app: App,
    /// For pytest
    #[arg(last = true, value_name = "ARGUMENTS")]
    rest: Vec<OsString>,
}

pub(crate) fn test(arguments: &Test) -> anyhow::Result<()> {
    let app = arguments.app.folder()?;
    let installed = installed(&app)?;
    let mut pytest = module("pytest")?;
    pytest.args(&arguments.rest).current_dir(app);
    let given = var_os("PYTHONPATH").map(|paths| split_paths(&paths).collect::<Vec<_>>());
    let paths = installed
        .into_iter()
        .chain([checkout::python(Path::new("."))?]);
    let paths = paths.chain(given.unwrap_or_default());
    shell::run(pytest.env("PYTHONPATH", join_paths(paths)?))
}

/// Prepares a tool, run by the Python that has it.
pub(crate) fn module(name: &str) -> anyhow::Result<Command> {
    let mut python = VirtualEnvironment::tools()?.python();
    python.args(["-m", name]);
    Ok(python)
}

/// Returns the folder of the app's dependencies, which are installed unless they are there.
pub(crate) fn installed(app: &Path) -> anyhow::Result<Option<PathBuf>> {
    match Project::read(app)?.dependencies()? {
        Some(dependencies) => {
            let installer = Installer::ensure(Index::default())?;
            Ok(Some(installer.install(&dependencies, false)?))
        }
        None => Ok(None),
    }
}
