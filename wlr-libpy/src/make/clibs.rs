//! The C libraries below CPython's extension modules. `clibs.mk` says how each is compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{MetadataCommand, Package};

use super::MakeError;
use super::cpython::WASI_CFLAGS;
use super::toolchain::Toolchain;
use super::workshop::{Workshop, link, make_command, output};
use crate::recipe::C_SOURCES;

/// Builds them. Returns the folder with the archives and a folder `include`.
pub(super) fn build(toolchain: &Toolchain, workshop: &Workshop) -> Result<PathBuf, MakeError> {
    let dir = workshop.dir("clibs")?;
    let packages = packages()?;
    for name in C_SOURCES {
        link(&crate_dir(&packages, name)?, &dir.join(name))?;
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

/// Asks cargo for this crate's dependencies. It downloads missing ones as `Cargo.lock` pins them.
fn packages() -> Result<Vec<Package>, MakeError> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--manifest-path",
    ]);
    cargo.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let metadata = MetadataCommand::parse(output(&mut cargo)?);
    Ok(metadata
        .map_err(|error| MakeError::Metadata(error.to_string()))?
        .packages)
}

fn crate_dir(packages: &[Package], name: &str) -> Result<PathBuf, MakeError> {
    let package = packages.iter().find(|package| *package.name == name);
    package
        .and_then(|package| package.manifest_path.parent())
        .map(Into::into)
        .ok_or_else(|| MakeError::Metadata(format!("`{name}` is not among the packages")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_knows_where_every_c_source_lies() {
        let packages = packages().expect("cargo answers");
        for (name, source) in C_SOURCES.into_iter().zip([
            "bzip2-1.0.8/bzlib.c",
            "xz/src/liblzma/api/lzma.h",
            "sqlite3/sqlite3.c",
            "src/zlib/zlib.h",
        ]) {
            let path = crate_dir(&packages, name).expect(name).join(source);
            assert!(path.exists(), "{}", path.display());
        }
    }

    #[test]
    fn unknown_crate_is_named() {
        let error = crate_dir(&[], "libz-sys").expect_err("there is none");
        assert_eq!(
            error.to_string(),
            "`cargo metadata` is not as expected: `libz-sys` is not among the packages"
        );
    }
}
