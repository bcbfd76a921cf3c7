//! Other programs: an error says which one failed and shows its whole command.

use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use anyhow::{Context, bail};

use crate::console::{self, Step};

/// Prepares the cargo that runs this task to run in a folder.
///
/// Variables that cargo has set for this task are removed, since they would make it build everything anew.
#[must_use]
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_cargo(&mut command).current_dir(folder);
    command
}

/// Removes the variables that cargo has set for this task from a program that runs another cargo: see
/// [`cargo`].
pub fn forget_cargo(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a program to its end. Its output goes where ours goes.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    check(command, Command::status)
}

/// Runs a program as a step that is shown only if cargo finds something to do; see
/// [`console::run_unless_fresh`].
///
/// # Errors
/// When it cannot be started or fails.
pub fn run_unless_fresh(what: &str, command: &mut Command) -> anyhow::Result<()> {
    check(command, |command| console::run_unless_fresh(what, command))
}

/// Runs a program as a step; see [`Step::run`].
///
/// # Errors
/// When it cannot be started or fails.
pub fn run_as(step: &Step, command: &mut Command) -> anyhow::Result<()> {
    check(command, |command| step.run(command))
}

fn check(
    command: &mut Command,
    run: impl FnOnce(&mut Command) -> io::Result<ExitStatus>,
) -> anyhow::Result<()> {
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy());
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let shown = format!("`{program} {}`", arguments.collect::<Vec<_>>().join(" "));
    let status = run(command).with_context(|| format!("cannot run {shown}"))?;
    if !status.success() {
        bail!("{shown} failed: {status}");
    }
    Ok(())
}

/// Returns the standard output of a program; if it fails, the error has its standard error.
///
/// # Errors
/// When it cannot be started or fails.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = || format!("cannot run `{program}`");
    let output = command.output().with_context(failed)?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(String::from_utf8(output.stdout)?)
}
