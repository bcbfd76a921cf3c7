//! The C libraries below CPython's extension modules. What is compiled how, `clibs.mk` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::MakeError;
use super::cpython::WASI_CFLAGS;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, make_command, output};
use crate::recipe::C_SOURCES;

/// Builds them; the folder with the archives and a folder `include`.
pub(super) fn build(toolchain: &Toolchain, workshop: &Workshop) -> Result<PathBuf, MakeError> {
    let dir = workshop.dir("clibs")?;
    for (name, source) in crate_dirs()? {
        link(&source, &dir.join(name))?;
    }
    let recipe = dir.join("clibs.mk");
    fs::write(&recipe, include_str!("clibs.mk")).map_err(MakeError::file("write", &recipe))?;
    let mut make = make_command(&dir);
    make.args(["-f", "clibs.mk"])
        .arg(format!("CC={}", toolchain.cc()))
        .arg(format!("AR={}", toolchain.ar.display()))
        .arg(format!("CFLAGS={WASI_CFLAGS}"));
    workshop.run("build C libraries", &mut make)?;
    Ok(dir)
}

/// What is read of `cargo metadata`.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
}

/// The folder of each crate with C sources, downloaded when it is not there yet.
fn crate_dirs() -> Result<Vec<(&'static str, PathBuf)>, MakeError> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--quiet",
            "--manifest-path",
        ])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let metadata = serde_json::from_str(&output(&mut cargo)?).unwrap_or(Metadata {
        packages: Vec::new(),
    });
    C_SOURCES
        .into_iter()
        .map(|name| Ok((name, crate_dir(&metadata, name)?)))
        .collect()
}

fn crate_dir(metadata: &Metadata, name: &'static str) -> Result<PathBuf, MakeError> {
    let package = metadata
        .packages
        .iter()
        .find(|package| package.name == name);
    package
        .and_then(|package| package.manifest_path.parent())
        .map(Path::to_owned)
        .ok_or(MakeError::NoCrate(name))
}

#[cfg(unix)]
pub(super) fn link(to: &Path, at: &Path) -> Result<(), MakeError> {
    std::os::unix::fs::symlink(to, at).map_err(MakeError::file("create", at))
}
