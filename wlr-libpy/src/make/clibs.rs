//! The C libraries below CPython's extension modules. `clibs.mk` says how each is compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::MakeError;
use super::cpython::WASI_CFLAGS;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, link, make_command, output};
use crate::recipe::C_SOURCES;

/// Builds them. Returns the folder with the archives and a folder `include`.
pub(super) fn build(toolchain: &Toolchain, workshop: &Workshop) -> Result<PathBuf, MakeError> {
    let dir = workshop.dir("clibs")?;
    let metadata = Metadata::read()?;
    for name in C_SOURCES {
        link(&metadata.crate_dir(name)?, &dir.join(name))?;
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

/// The part of `cargo metadata` that is read.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
}

impl Metadata {
    /// Asks cargo, which downloads missing crates as `Cargo.lock` pins them.
    fn read() -> Result<Self, MakeError> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args([
                "metadata",
                "--format-version=1",
                "--locked",
                "--manifest-path",
            ])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
        serde_json::from_str(&output(&mut cargo)?)
            .map_err(|error| MakeError::Metadata(error.to_string()))
    }

    fn crate_dir(&self, name: &str) -> Result<PathBuf, MakeError> {
        let package = self.packages.iter().find(|package| package.name == name);
        package
            .and_then(|package| package.manifest_path.parent())
            .map(Path::to_owned)
            .ok_or_else(|| MakeError::Metadata(format!("`{name}` is not among the packages")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_knows_where_every_c_source_lies() {
        let metadata = Metadata::read().expect("cargo answers");
        for (name, source) in C_SOURCES.into_iter().zip([
            "bzip2-1.0.8/bzlib.c",
            "xz/src/liblzma/api/lzma.h",
            "sqlite3/sqlite3.c",
            "src/zlib/zlib.h",
        ]) {
            let path = metadata.crate_dir(name).expect(name).join(source);
            assert!(path.exists(), "{}", path.display());
        }
    }

    #[test]
    fn unknown_crate_is_named() {
        let metadata = Metadata {
            packages: Vec::new(),
        };
        let error = metadata.crate_dir("libz-sys").expect_err("there is none");
        assert_eq!(
            error.to_string(),
            "`cargo metadata` is not as expected: `libz-sys` is not among the packages"
        );
    }
}
