//! `cargo xtask lint`: all checks that do not run the code.

mod width;

use std::panic::resume_unwind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use wasi_py_toolkit::component::install_dependencies;
use wasi_py_toolkit::libpython;
use wasi_py_toolkit::python::guest_minor;
use wlr_libpy::target::Target;

use crate::fixtures::handlers::WEB;
use crate::guests::{EXAMPLES, SLOW_EXAMPLE, example};
use crate::programs::CARGO_DENY;
use crate::programs::python::PythonTools;
use crate::shell;
use crate::tasks::wheel::PYO3_CONFIGURATION;
use crate::tasks::{book, hosts, packages, wheel};
use crate::workspace::{Side, Workspace};

const USES: &str = "\
Examples:
  cargo xtask lint

Results: printed; nothing is changed.";

/// Checks format, lints, types, dependencies, documentation and the book.
///
/// Of dependencies it checks licences and sources. A warning of rustdoc in a library crate counts as a fault.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Fetches the list of known faults as well, and looks for those of the dependencies
    #[arg(long)]
    advisories: bool,
}

const FOR_GUESTS: [&str; 4] = [
    "--target",
    Target::Wasip2.name(),
    "--target-dir",
    "target/guests",
];

/// Folders of Python code that is checked strictly, with the folders that it imports from.
const TYPED: [(&str, &str); 7] = [
    ("crates/native/python", "crates/native/python"),
    (
        "crates/sandbox-component/app/src",
        "crates/embed/wasi_py/src:crates/embed/wasi_py/tests:crates/sandbox-component/app/stubs",
    ),
    ("python-app/src", "src"),
    ("examples/hosts/python", "examples/hosts/python"),
    (
        "crates/embed/wasi_py/src",
        "crates/embed/wasi_py/tests:examples/http/app/stubs",
    ),
    (
        "crates/embed/wasi_py/standins",
        "crates/embed/wasi_py/src:crates/embed/wasi_py/tests",
    ),
    (
        "examples/http/app/src",
        "crates/embed/wasi_py/src:examples/http/app/stubs",
    ),
];

/// The same, with packages of its own.
const WHEEL: &str = "crates/wheel/python";
/// What it writes for components.
const BINDINGS: &str = "crates/wheel/tests/typed";

/// The components whose stubs have the modules that these import from the host.
const STUBBED: [&str; 2] = ["crates/sandbox-component", "examples/http"];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let tools = PythonTools::ensure()?;
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))?;
    width::check()?;
    shell::run(tools.module("ruff").arg("check"))?;
    shell::run(tools.module("ruff").args(["format", "--check"]))?;
    let host = hosts::python()?.interpreter();
    for component in STUBBED {
        let mut stubs = shell::wasi_py(&shell::repository().join(component));
        shell::run(stubs.arg("stubs").stdout(Stdio::null()))?;
    }
    for (sources, others) in TYPED {
        check_types(&tools, &host, sources, others)?;
    }
    let wheel = wheel::environment()?.interpreter();
    check_types(&tools, &wheel, WHEEL, WHEEL)?;
    check_types(&tools, &wheel, BINDINGS, WHEEL)?;
    let workspace = Workspace::read()?;
    let (host, mut guest) = (workspace.names(Side::Host), workspace.names(Side::Guest));
    // Its code is a line, and its packages would be built first.
    guest.retain(|name| *name != SLOW_EXAMPLE);
    // On a new machine, what components need keeps one core busy for minutes.
    thread::scope(|scope| {
        let checked = scope.spawn(|| clippy(Side::Host, &host, &["--all-targets"]));
        prepare_components()?;
        checked.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    clippy(Side::Guest, &guest, &[])?;
    document(&host)?;
    book::build()?;
    deny(arguments.advisories)
}

/// Fills the cache with what build scripts of components take from it: libpython and the packages of apps.
fn prepare_components() -> anyhow::Result<()> {
    libpython::ensure_for(Target::Wasip2)?;
    for name in EXAMPLES.into_iter().chain([WEB]) {
        install_dependencies(&example(name))?;
    }
    install_dependencies(&packages::guest()?)
}

/// Lets rustdoc document the crates that clippy has checked. A warning is an error.
///
/// Of the guests, only the library that all of them link is documented.
fn document(crates: &[&str]) -> anyhow::Result<()> {
    // Examples depend on the same crates as tests. With the features of tests, nothing is compiled again.
    let host = (Side::Host, crates, &["--examples"][..]);
    for (side, packages, targets) in [host, (Side::Guest, &["wasi-py-embed"], &[])] {
        let mut cargo = cargo("doc", side, packages, targets);
        cargo.args(["--quiet", "--no-deps", "--lib"]);
        shell::run(cargo.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

fn clippy(side: Side, packages: &[&str], targets: &[&str]) -> anyhow::Result<()> {
    let what = match side {
        Side::Host => "checking the crates of the host side",
        Side::Guest => "checking the crates of the component side",
    };
    let mut cargo = cargo("clippy", side, packages, targets);
    shell::run_unless_fresh(what, cargo.args(["--", "-D", "warnings"]))
}

fn cargo(command: &str, side: Side, packages: &[&str], targets: &[&str]) -> Command {
    let mut cargo = shell::cargo();
    cargo.arg(command).args(targets);
    match side {
        Side::Host => {
            let (variable, file) = PYO3_CONFIGURATION;
            cargo.arg("--all-features");
            cargo.env(variable, shell::repository().join(file));
        }
        Side::Guest => {
            cargo.args(FOR_GUESTS);
        }
    }
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo
}

/// Checks Python code, which finds packages in the environment of `python` and modules in the folders
/// `others`.
fn check_types(
    tools: &PythonTools,
    python: &Path,
    sources: &str,
    others: &str,
) -> anyhow::Result<()> {
    let mut mypy = tools.module("mypy");
    mypy.arg("--python-executable").arg(python);
    mypy.args([
        "--strict",
        "--python-version",
        guest_minor()?,
        "--cache-dir",
        "target/mypy",
        sources,
    ]);
    shell::run(mypy.env("MYPYPATH", others))
}

fn deny(advisories: bool) -> anyhow::Result<()> {
    let mut deny = Command::new(CARGO_DENY.ensure()?);
    deny.args(["--log-level", "error", "check"]);
    deny.args(["bans", "licenses", "sources"]);
    deny.args(advisories.then_some("advisories"));
    shell::run(deny.current_dir(shell::repository()))
}
