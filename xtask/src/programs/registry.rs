//! Debian's `docker-registry`, which the tests push to. It is unpacked into the cache, since an installed one
//! begins to serve.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::setup::which;
use wlr_libpy::cache::cache_root;

use crate::shell;

/// The package, and the program in it.
const NAME: &str = "docker-registry";

/// Returns the program on the `PATH`, or the one in the cache, which is unpacked there first.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    if let Some(program) = which(NAME) {
        return Ok(program);
    }
    let cache = cache_root()?;
    let folder = cache.join(NAME);
    let program = folder.join("usr/bin").join(NAME);
    if program.exists() {
        return Ok(program);
    }
    ensure!(
        which("apt-get").is_some(),
        "missing on this machine: `{NAME}`\n= help: put it on the `PATH`; it is the registry of the project Distribution"
    );
    let step = Step::begin(format!("unpacking Debian's {NAME}"));
    // Unpacked beside its place and then moved, so that an interrupted run leaves nothing that looks
    // complete.
    fs::create_dir_all(&cache).with_context(|| format!("cannot create `{}`", cache.display()))?;
    let work = tempfile::tempdir_in(&cache)?;
    let package = download(&step, work.path())?;
    let unpacked = work.path().join(NAME);
    shell::run_as(
        &step,
        Command::new("dpkg").arg("-x").arg(package).arg(&unpacked),
    )?;
    fs::rename(&unpacked, &folder)
        .with_context(|| format!("cannot create `{}`", folder.display()))?;
    Ok(program)
}

/// Downloads the package's file into that folder.
fn download(step: &Step, folder: &Path) -> anyhow::Result<PathBuf> {
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(["-qq", "-o", "APT::Sandbox::User=root"]);
        apt.args(arguments).current_dir(folder);
        shell::run_as(step, &mut apt)
    };
    // Images of containers come without package lists, which only root can fetch.
    if apt(&["download", NAME]).is_err() {
        apt(&["update"])?;
        apt(&["download", NAME])?;
    }
    let entry = fs::read_dir(folder)?
        .next()
        .context("apt downloaded nothing")?;
    Ok(entry?.path())
}
