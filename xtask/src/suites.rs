//! Tests of crates, which are told where the programs and components are that they need.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_toolkit::checkout::target_dir;
use wasi_py_toolkit::console;

use crate::guests::library_variables;
use crate::programs::node::Node;
use crate::programs::python::PythonTools;
use crate::programs::{WAC, WASM_TOOLS, WASMTIME, WKG, chromium, openssl, registry};
use crate::shell;

/// The extent of testing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Tests of what a change can break.
    Usual,
    /// Also the tests that are marked `#[ignore]`. Each says what it takes.
    Full,
}

/// Crates that contain the host library, and so test components.
pub(crate) const COMPONENTS: (&[&str], &str) = (
    &[
        "wasi-py-finish",
        "wasi-py-fuzz",
        "wasi-py-host",
        "wasi-py-sandbox",
        "host-test",
        "rust-host",
    ],
    "wasi-py-fuzz/host",
);

/// Runs tests of components: of the targets that cargo's arguments choose, the tests that `names` choose, or
/// all.
pub(crate) fn run_of_components(targets: &[&str], names: &[&str]) -> anyhow::Result<()> {
    let (packages, features) = COMPONENTS;
    let mut cargo = cargo_test(packages, features, targets, Extent::Usual)?;
    shell::run(cargo.args(names))
}

/// Prepares `cargo test` of crates that are compiled together, and tells the tests where programs are.
///
/// `targets` are arguments of cargo that choose among their tests. Arguments that are added go to the tests
/// themselves.
pub(crate) fn cargo_test(
    packages: &[&str],
    features: &str,
    targets: &[&str],
    extent: Extent,
) -> anyhow::Result<Command> {
    let programs = programs(extent)?;
    let mut cargo = shell::cargo();
    cargo.args(["test", "--no-fail-fast", "--features", features]);
    cargo.args(console::is_quiet().then_some("--quiet"));
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo.args(targets).arg("--");
    if extent == Extent::Full {
        cargo.arg("--include-ignored");
    }
    let packages = PythonTools::ensure()?.site_packages()?;
    cargo
        .env("WASI_PY_SITE_PACKAGES", packages)
        .env("WASI_PY_PYRIGHT", PythonTools::pyright()?)
        .env("WASI_PY_PROGRAMS", folders_of(&programs)?)
        .envs(library_variables()?)
        .envs(programs);
    Ok(cargo)
}

/// Joins the folders of the programs that pages call.
fn folders_of(programs: &[(&'static str, PathBuf)]) -> anyhow::Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_found = |folder: &Path| std::env::split_paths(&path).any(|known| known == folder);
    let folders = programs.iter().filter_map(|(_, program)| program.parent());
    let (node, compiled_here) = (Node::ensure()?, target_dir().join("debug"));
    let folders = folders.chain([node.programs(), &compiled_here]);
    Ok(std::env::join_paths(
        folders.filter(|folder| !is_found(folder)),
    )?)
}

/// Installs the programs that tests run, and returns them by the variables that tell tests where they are.
pub(crate) fn programs(extent: Extent) -> anyhow::Result<Vec<(&'static str, PathBuf)>> {
    let mut programs = vec![
        ("WASI_PY_OPENSSL", openssl()?),
        ("WASI_PY_WAC", WAC.ensure()?),
        ("WASI_PY_WASM_TOOLS", WASM_TOOLS.ensure()?),
        ("WASI_PY_WASMTIME", WASMTIME.ensure()?),
    ];
    if extent == Extent::Full {
        programs.push(("WASI_PY_WKG", WKG.ensure()?));
        programs.push(("WASI_PY_REGISTRY", registry::ensure()?));
        programs.push(("WASI_PY_CHROMIUM", chromium()?));
    }
    Ok(programs)
}
