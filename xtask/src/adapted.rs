//! The people component as `cargo component build` makes it: compiled for WASI preview 1, with the adapter to WASI 0.2 around it.

use std::path::PathBuf;

use wasi_py_project::libpython;
use wlr_libpy::target::Target;

use crate::program::CARGO_COMPONENT;
use crate::shell;

/// Where cargo leaves it.
const BUILT: &str = "target/adapted/wasm32-wasip1/release/people.wasm";

/// Builds it as its user would, but in a folder of its own.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    libpython::ensure_for(Target::Wasip1)?;
    let program = CARGO_COMPONENT.ensure()?;
    // Cargo looks for its commands there.
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = program
        .parent()
        .map(PathBuf::from)
        .into_iter()
        .chain(std::env::split_paths(&folders));
    let mut cargo = shell::cargo();
    cargo
        .args([
            "component",
            "build",
            "--release",
            "--target-dir",
            "target/adapted",
        ])
        .env("PATH", std::env::join_paths(folders)?)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    shell::run_unless_fresh("compiling `people` by cargo-component", &mut cargo)?;
    Ok(shell::repository().join(BUILT))
}
