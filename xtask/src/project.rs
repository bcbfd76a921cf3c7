//! `cargo xtask new`, and a project of a user's own for the tests, made and built as a newcomer does it.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use wasi_py_project::console::Step;
use wasi_py_project::shell::cargo;

use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask new ../hello
  cargo xtask new --name words ../hello

Results: the folder, whose path is printed.";

/// Starts a project of your own outside this repository.
///
/// As `cargo wasi-py new` does, which your project has from then on.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// For that command; its folder first
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let here = std::env::current_dir()?;
    shell::run(wasi_py(&here).arg("new").args(&arguments.rest))
}

/// Makes a project in a folder that has nothing to do with this repository, has it built, and puts the component at `out`.
pub(crate) fn build(out: &Path) -> anyhow::Result<()> {
    const NAME: &str = "my-words";
    let work = tempfile::tempdir().context("no folder for temporary files")?;
    let folder = work.path().join(NAME);
    let step = Step::begin("building a new project");
    shell::run_as(
        &step,
        wasi_py(work.path())
            .args(["new", "--quiet"])
            .arg(&folder)
            .stdout(Stdio::null()),
    )?;
    // What guests are made from is compiled once for all of them.
    let target_dir = shell::repository().join("target/guests");
    std::os::unix::fs::symlink(target_dir, folder.join("target"))?;
    // By the alias that the project has.
    shell::run_as(
        &step,
        cargo(&folder)
            .args(["wasi-py", "build", "--quiet"])
            .stdout(Stdio::null()),
    )?;
    let built = folder.join("dist").join(NAME).with_extension("wasm");
    std::fs::create_dir_all(out.parent().unwrap_or(out))?;
    std::fs::copy(&built, out).with_context(|| format!("cannot copy `{}`", built.display()))?;
    Ok(())
}

/// The command of this repository, run in a folder.
pub(crate) fn wasi_py(folder: &Path) -> Command {
    let mut command = cargo(folder);
    command.args(["run", "--quiet", "--manifest-path"]);
    command.arg(shell::repository().join("Cargo.toml"));
    command.args(["--package", "wasi-py-cli", "--"]);
    command
}
