//! `cargo xtask reproduce`: whether another folder gives the same bytes.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::{component, shell};
use wasi_py_project::component::Guest;
use wasi_py_project::inventory::Inventory;
use wasi_py_project::tools::Tools;

/// Builds the component a second time from a copy of the repository in another folder and compares the two.
#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    let first = component::build_people()?;
    let work = tempfile::tempdir()?;
    let copy = work.path().join("another folder");
    copy_repository(&copy)?;
    eprintln!("building again in another folder");
    let (raw, second) = (copy.join("raw.wasm"), copy.join("dist/people.wasm"));
    let mut cargo = shell::cargo();
    shell::run(
        cargo
            .args(["xtask", "build", "--raw", "--out"])
            .arg(&raw)
            .current_dir(&copy)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    // By the same tool: compiling another one would take longer than all the rest.
    let there = Guest {
        folder: copy.clone(),
        app: Some(copy.join("python-app")),
        ..component::people(None)
    };
    let mut take = Command::new(Tools::ensure()?.snapshot());
    take.args(Inventory::of(&there)?.options());
    shell::run(take.current_dir(&copy).arg(&raw).arg("--out").arg(&second))?;
    compare(&first, &second)?;
    println!("both builds gave the same bytes");
    Ok(())
}

/// What git tracks, as it is in the working tree.
fn copy_repository(to: &Path) -> anyhow::Result<()> {
    let repository = shell::repository();
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(&repository)
        .output()
        .context("cannot run `git`")?;
    ensure!(
        listed.status.success(),
        "`git ls-files` failed\n= help: run this in a clone of the repository"
    );
    for name in String::from_utf8(listed.stdout)?.lines() {
        let (from, to) = (repository.join(name), to.join(name));
        std::fs::create_dir_all(to.parent().unwrap_or(&to))?;
        std::fs::copy(&from, &to).with_context(|| format!("cannot copy `{}`", from.display()))?;
    }
    Ok(())
}

fn compare(first: &Path, second: &Path) -> anyhow::Result<()> {
    let (one, other) = (std::fs::read(first)?, std::fs::read(second)?);
    let differing = one.iter().zip(&other).position(|(one, other)| one != other);
    if let Some(at) = differing {
        bail!(
            "the builds differ from byte {at} on, of {} and {}",
            one.len(),
            other.len()
        );
    }
    ensure!(
        one.len() == other.len(),
        "the builds differ in length: {} and {}",
        one.len(),
        other.len()
    );
    Ok(())
}
