//! `cargo xtask test`: every test of the repository, after building what they test.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;
use wasi_py_project::checkout::target_dir;
use wasi_py_project::component::{self, Guest, Snapshot};
use wasi_py_project::console::{self, Step};
use wlr_libpy::target::Target;

use crate::component::{build_people, guest, people};
use crate::node::Node;
use crate::program::{WAC, WASM_TOOLS, WASMTIME, WKG};
use crate::python::PythonTools;
use crate::{adapted, composition, cpython_tests, hosts, http, project, registry, shell, wasmtime};

const USES: &str = "\
Examples:
  cargo xtask test
  cargo xtask test --build-only && cargo test --package host-test

Results: printed; components for tests lie in `target/fixtures`.";

/// Builds what tests need and runs all of them.
///
/// Those of the crates, of the Python code, and a selection of CPython's own inside the component.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Only build what the tests need
    #[arg(long)]
    build_only: bool,
    /// Leaves out the tests of the crates whose names contain this
    #[arg(long, value_name = "NAME", hide = true)]
    leave_out: Vec<String>,
}

/// Crates that are tested where they are compiled, with the features that their tests need.
///
/// Together are those that [`Tools`](wasi_py_project::tools::Tools) compiles together: with other features `wasmtime` would
/// be compiled again, and so it would be if the rest came along.
const HOST_CRATES: [(&[&str], &str); 7] = [
    (
        &["wasi-py-bindgen", "wasi-py-build", "wasi-py-fuzz"],
        "wasi-py-fuzz/generator",
    ),
    (&["wasi-py-bundle"], "pack"),
    (&["wlr-libpy"], "make"),
    (&["wasi-py-cli", "wasi-py-project", "xtask"], ""),
    (&["command-test"], ""),
    HOST,
    // After those, whose programs the pages call.
    (&["book-test"], ""),
];

/// Those that have the host library in them.
const HOST: (&[&str], &str) = (
    &["wasi-py-snapshot", "wasi-py-fuzz", "host-test", "rust-host"],
    "wasi-py-fuzz/host",
);

/// The component of a project that is made for the tests.
const PROJECT: &str = "project";

/// Python's command line without any component of ours around it.
const PY_MAIN: &str = "py-wasip2";

/// The components in `examples`.
const EXAMPLES: [&str; 6] = [
    "everything",
    "markdown",
    "mixed",
    "resources",
    "store",
    "words",
];

/// Folders of Python code with tests of their own.
const PYTHON_PROJECTS: [&str; 3] = [
    "python-app",
    "crates/embed/python-tests",
    "examples/http/app",
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let tools = PythonTools::ensure()?;
    build_people()?;
    build_fixtures(|_| true)?;
    adapted::build()?;
    let wasmtime = WASMTIME.ensure()?;
    wasmtime::compiled_people(&wasmtime)?;
    wasmtime::compiled(&wasmtime, &fixture(PY_MAIN))?;
    composition::build()?;
    for name in composition::RUN {
        wasmtime::compiled(&wasmtime, &fixture(name))?;
    }
    wasmtime::compiled(&wasmtime, &fixture(http::PYTHON))?;
    if arguments.build_only {
        return Ok(());
    }
    for project in PYTHON_PROJECTS {
        let folder = shell::repository().join(project);
        shell::run(
            tools
                .module("pytest")
                .args(["-q", "-p", "no:cacheprovider"])
                .current_dir(folder),
        )?;
    }
    hosts::test()?;
    // Whoever waits for so long wants to hear of everything.
    let mut failures = Vec::new();
    for (packages, features) in HOST_CRATES {
        let mut cargo = cargo_test(packages, features)?;
        cargo.arg("--");
        for name in &arguments.leave_out {
            cargo.args(["--skip", name]);
        }
        failures.extend(shell::run(&mut cargo).err());
    }
    failures.extend(cpython_tests::run_quick().err());
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

/// Runs files of tests of the host library by their names.
pub(crate) fn run_of_host(names: &[&str]) -> anyhow::Result<()> {
    build_people()?;
    build_fixtures(|_| true)?;
    let (packages, features) = HOST;
    let mut cargo = cargo_test(packages, features)?;
    for name in names {
        cargo.args(["--test", name]);
    }
    shell::run(&mut cargo)
}

/// The tests of crates that are compiled together, told where the programs are that they run.
pub(crate) fn cargo_test(packages: &[&str], features: &str) -> anyhow::Result<Command> {
    let programs = programs()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_found = |folder: &Path| std::env::split_paths(&path).any(|known| known == folder);
    let folders = programs.iter().filter_map(|(_, program)| program.parent());
    let (node, compiled_here) = (Node::ensure()?, target_dir().join("debug"));
    let folders = folders.chain([node.programs(), &compiled_here]);
    let folders = std::env::join_paths(folders.filter(|folder| !is_found(folder)))?;
    let mut cargo = shell::cargo();
    cargo.args(["test", "--no-fail-fast", "--features", features]);
    cargo.args(console::is_quiet().then_some("--quiet"));
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo
        .env(
            "WASI_PY_SITE_PACKAGES",
            PythonTools::ensure()?.site_packages()?,
        )
        .env("WASI_PY_PYRIGHT", PythonTools::pyright()?)
        .env("WASI_PY_PROGRAMS", folders)
        .envs(programs);
    Ok(cargo)
}

/// The programs that tests run, by the environment variables that tell them where they are; in the cache from now on.
pub(crate) fn programs() -> anyhow::Result<[(&'static str, PathBuf); 5]> {
    Ok([
        ("WASI_PY_WAC", WAC.ensure()?),
        ("WASI_PY_WASM_TOOLS", WASM_TOOLS.ensure()?),
        ("WASI_PY_WASMTIME", WASMTIME.ensure()?),
        ("WASI_PY_WKG", WKG.ensure()?),
        ("WASI_PY_REGISTRY", registry::ensure()?),
    ])
}

/// Builds those of the components that are not the product whose names are `wanted`.
pub(crate) fn build_fixtures(wanted: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    let fixtures: Vec<_> = fixtures()
        .into_iter()
        .filter(|(name, ..)| wanted(name))
        .collect();
    let step = Step::begin_counted("building components for tests", fixtures.len());
    for (number, (name, guest, snapshot)) in fixtures.into_iter().enumerate() {
        step.at_part(number, name);
        component::build(&guest, snapshot, &fixture(name))?;
    }
    drop(step);
    if wanted(PROJECT) {
        project::build(&fixture(PROJECT))?;
    }
    Ok(())
}

/// Where a component lies that only tests and benchmarks need.
pub(crate) fn fixture(name: &str) -> PathBuf {
    shell::repository()
        .join("target/fixtures")
        .join(format!("{name}.wasm"))
}

/// The components that only tests and benchmarks need, by the name of their file.
fn fixtures() -> Vec<(&'static str, Guest, Snapshot)> {
    let people_with = |app| people(Some(shell::repository().join("host-test/apps").join(app)));
    let lab = people_with("lab");
    let test_crate = |artifact, target| guest("wlr-libpy-test", artifact, target);
    let mut fixtures = vec![
        ("lab", lab.clone(), Snapshot::None),
        ("lab-raw", lab.clone(), Snapshot::Raw),
        ("lab-snapshot", lab.clone(), Snapshot::Reproducible),
        ("lab-random-hashes", lab, Snapshot::RandomHashes),
        ("misspelt", people_with("misspelt"), Snapshot::Raw),
        ("opens-socket", people_with("opens-socket"), Snapshot::Raw),
        ("opens-file", people_with("opens-file"), Snapshot::Raw),
    ];
    let examples = EXAMPLES.map(|name| (name, example(name), Snapshot::Reproducible));
    fixtures.extend(examples);
    fixtures.extend(composition::parts());
    fixtures.extend(http::handlers());
    let plain = [
        ("capi", guest("capi", "capi", Target::Wasip2)),
        (
            "control",
            guest("people-control", "people_control", Target::Wasip2),
        ),
        (
            "libpython-wasip1",
            test_crate("wlr-libpy-test", Target::Wasip1),
        ),
        (
            "libpython-wasip2",
            test_crate("wlr-libpy-test", Target::Wasip2),
        ),
        ("py-wasip1", test_crate("py", Target::Wasip1)),
        (PY_MAIN, test_crate("py", Target::Wasip2)),
    ];
    fixtures.extend(plain.map(|(name, guest)| (name, guest, Snapshot::None)));
    fixtures
}

/// A package below `examples`, with its Python project in `app`.
pub(crate) fn example(name: &str) -> Guest {
    let app = shell::repository().join("examples").join(name).join("app");
    Guest {
        app: Some(app),
        prepares: true,
        ..guest(name, name, Target::Wasip2)
    }
}
