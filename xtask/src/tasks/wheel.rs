//! `cargo xtask wheel`: builds the Python package `wasi-py-host`, with the sandbox inside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use wasi_py_toolkit::checkout::target_dir;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::python::VirtualEnvironment;
use wasi_py_toolkit::shell::forget_cargo;

use crate::fixtures::{self, SANDBOX};
use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask wheel
  cargo xtask wheel --bench
  pip install dist/wasi_py_host-*.whl

Results: in `dist`.";

/// Builds the Python package `wasi-py-host`, by which Python runs the sandbox.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Measures it where it is installed, beside a fresh process of Python
    #[arg(long)]
    bench: bool,
}

const BUILD_LOCK: &str = include_str!("../../../crates/wheel/build-requirements.txt");
const TEST_LOCK: &str = include_str!("../../../crates/wheel/test-requirements.txt");

/// Arguments of maturin for a package as fast as it can be. Its first build compiles `wasmtime` anew.
const FOR_USERS: &[&str] = &["--profile", "wheel"];
/// For one whose dependencies other tests have compiled already.
const FOR_TESTS: &[&str] = &["--profile", "dev", "--features", "shared"];

/// What `pyo3` has to know of the Python that loads the package, since what `.cargo/config.toml` says is for
/// guests.
pub(crate) const PYO3_CONFIGURATION: (&str, &str) = ("PYO3_CONFIG_FILE", ".cargo/pyo3-wheel.cfg");

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    fixtures::build(|name| name == SANDBOX)?;
    let wheel = build(FOR_USERS, &shell::repository().join("dist"))?;
    println!("{}", wheel.display());
    if arguments.bench {
        let installed = tempfile::tempdir().context("cannot create a temporary folder")?;
        let mut bench = Command::new(install(&wheel, installed.path())?);
        shell::run(bench.arg(folder().join("bench.py")))?;
    }
    Ok(())
}

/// Tests the wheel where it is installed, in a new virtual environment.
pub(crate) fn test() -> anyhow::Result<()> {
    let wheel = build(FOR_TESTS, &target_dir().join("wheels"))?;
    let installed = tempfile::tempdir().context("cannot create a temporary folder")?;
    let python = install(&wheel, installed.path())?;
    let mut pytest = Command::new(python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
    pytest.env("PYTHONPATH", environment()?.site_packages()?);
    // The folder of a user would know nothing of which component is newer.
    pytest.env("WASI_PY_HOST_CACHE", target_dir().join("wheel-cache"));
    pytest.env("WASI_PY_HOST_FIXTURES", fixtures::folder());
    shell::run(pytest.current_dir(folder()))
}

/// Installs what the package may use, and what tests it.
pub(crate) fn environment() -> anyhow::Result<VirtualEnvironment> {
    VirtualEnvironment::ensure("wheel-tests", TEST_LOCK)
}

/// Builds the wheel around the component, which must be built already, and puts it into the folder `out`.
fn build(arguments: &[&str], out: &Path) -> anyhow::Result<PathBuf> {
    place_component()?;
    let maturin = VirtualEnvironment::ensure("maturin", BUILD_LOCK)?;
    let built = tempfile::tempdir().context("cannot create a temporary folder")?;
    let mut build = maturin.python();
    build.args(["-m", "maturin", "build", "--quiet", "--out"]);
    build.arg(built.path()).args(arguments);
    let (variable, file) = PYO3_CONFIGURATION;
    build.env(variable, shell::repository().join(file));
    let step = Step::begin("building the Python package");
    shell::run_as(&step, forget_cargo(build.current_dir(folder())))?;
    drop(step);
    let entry = fs::read_dir(built.path())?.next();
    let entry = entry.context("maturin has left no wheel")??;
    let wheel = out.join(entry.file_name());
    fs::create_dir_all(out)
        .and_then(|()| fs::copy(entry.path(), &wheel))
        .with_context(|| format!("cannot write `{}`", wheel.display()))?;
    Ok(wheel)
}

/// Puts the component beside the Python code.
fn place_component() -> anyhow::Result<()> {
    let component = fixtures::path(SANDBOX);
    let placed = folder().join("python/wasi_py_host/sandbox.wasm");
    let copied = fs::copy(&component, placed);
    copied.with_context(|| format!("cannot copy `{}`", component.display()))?;
    Ok(())
}

/// Installs a wheel and nothing else into a new virtual environment, and returns the path of its Python.
fn install(wheel: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let step = Step::begin("installing the Python package");
    let mut venv = Command::new("python3");
    shell::run_as(&step, venv.args(["-m", "venv"]).arg(folder))?;
    let python = folder.join("bin/python3");
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet"]);
    pip.args(["--disable-pip-version-check", "--no-index", "--no-deps"]);
    shell::run_as(&step, pip.arg(wheel))?;
    Ok(python)
}

fn folder() -> PathBuf {
    shell::repository().join("crates/wheel")
}
