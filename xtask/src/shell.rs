//! Operations on this repository: its cargo, other programs in it, and copies of its folders.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, ensure};

pub(crate) use wasi_py_toolkit::checkout::{cargo, root as repository};
pub(crate) use wasi_py_toolkit::shell::{output, run, run_as, run_unless_fresh};

/// Copies the files of a folder whose names are `wanted`.
pub(crate) fn copy_folder(
    from: &Path,
    to: &Path,
    wanted: impl Fn(&OsStr) -> bool + Copy,
) -> anyhow::Result<()> {
    let failed = || format!("cannot copy `{}`", from.display());
    fs::create_dir_all(to).with_context(failed)?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if !wanted(&entry.file_name()) {
            continue;
        }
        if path.is_dir() {
            copy_folder(&path, &to, wanted)?;
        } else {
            fs::copy(&path, &to).with_context(failed)?;
        }
    }
    Ok(())
}

/// Copies all files that git tracks, as they are in the working tree. A copy with the same contents is not
/// written again.
pub(crate) fn copy_repository(to: &Path) -> anyhow::Result<()> {
    let repository = repository();
    for name in tracked()? {
        let (from, to) = (repository.join(&name), to.join(&name));
        fs::create_dir_all(to.parent().unwrap_or(&to))?;
        let failed = || format!("cannot copy `{}`", from.display());
        let contents = fs::read(&from).with_context(failed)?;
        // Cargo goes by the times of files.
        if fs::read(&to).ok() != Some(contents) {
            fs::copy(&from, &to).with_context(failed)?;
        }
    }
    Ok(())
}

/// Returns the names of all files that git tracks, seen from the root of the repository.
pub(crate) fn tracked() -> anyhow::Result<Vec<String>> {
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(repository())
        .output()
        .context("cannot run `git`")?;
    ensure!(
        listed.status.success(),
        "`git ls-files` failed\n= help: run this in a clone of the repository"
    );
    let names = String::from_utf8(listed.stdout)?;
    Ok(names.lines().map(str::to_owned).collect())
}

/// Returns the command `wasi-py` of this repository, to be run in a folder.
pub(crate) fn wasi_py(folder: &Path) -> Command {
    let mut command = wasi_py_toolkit::shell::cargo(folder);
    command.args(["run", "--quiet", "--manifest-path"]);
    command.arg(repository().join("Cargo.toml"));
    command.args(["--package", "wasi-py", "--bin", "wasi-py", "--"]);
    command
}

/// Waits for the exit status. Returns `None` if it took too long, and was ended, or a signal ended it.
pub(crate) fn wait(child: &mut Child, timeout: Duration) -> anyhow::Result<Option<i32>> {
    const STEP: Duration = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    while waited < timeout {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
