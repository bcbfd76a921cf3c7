//! `cargo xtask lint`: all checks that do not run the code.

mod width;

use std::panic::resume_unwind;
use std::process::{Command, Stdio};
use std::thread;

use wasi_py_toolkit::component::install_dependencies;
use wasi_py_toolkit::libpython;
use wasi_py_toolkit::python::guest_minor;
use wlr_libpy::target::Target;

use crate::fixtures::handlers::WEB;
use crate::guests::{EXAMPLES, example};
use crate::programs::CARGO_DENY;
use crate::programs::python::PythonTools;
use crate::shell;
use crate::tasks::{book, hosts, packages};
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
        "crates/embed/wasi_py/src:crates/sandbox-component/app/stubs",
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
        let mut mypy = tools.module("mypy");
        // Packages are looked up in the environment that has those which some of the code imports.
        mypy.arg("--python-executable").arg(&host);
        mypy.args([
            "--strict",
            "--python-version",
            guest_minor()?,
            "--cache-dir",
            "target/mypy",
            sources,
        ]);
        shell::run(mypy.env("MYPYPATH", others))?;
    }
    let workspace = Workspace::read()?;
    let (host, guest) = (workspace.names(Side::Host), workspace.names(Side::Guest));
    // On a new machine, what components need keeps one core busy for minutes.
    thread::scope(|scope| {
        let checked = scope.spawn(|| clippy("host", &host, &["--all-targets", "--all-features"]));
        prepare_components()?;
        checked.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    clippy("component", &guest, &FOR_GUESTS)?;
    document(&host)?;
    book::build()?;
    deny(arguments.advisories)
}

/// Fills the cache with what the build scripts of components take from it: libpython and the packages of apps.
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
    let host = ["--examples", "--all-features"];
    for (packages, arguments) in [(crates, &host[..]), (&["wasi-py-embed"], &FOR_GUESTS)] {
        let mut cargo = cargo("doc", packages, arguments);
        cargo.args(["--quiet", "--no-deps", "--lib"]);
        shell::run(cargo.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

fn clippy(side: &str, packages: &[&str], arguments: &[&str]) -> anyhow::Result<()> {
    let what = format!("checking the crates of the {side} side");
    let mut cargo = cargo("clippy", packages, arguments);
    shell::run_unless_fresh(&what, cargo.args(["--", "-D", "warnings"]))
}

fn cargo(command: &str, packages: &[&str], arguments: &[&str]) -> Command {
    let mut cargo = shell::cargo();
    cargo.arg(command).args(arguments);
    for package in packages {
        cargo.args(["--package", package]);
    }
    cargo
}

fn deny(advisories: bool) -> anyhow::Result<()> {
    let mut deny = Command::new(CARGO_DENY.ensure()?);
    deny.args(["--log-level", "error", "check"]);
    deny.args(["bans", "licenses", "sources"]);
    deny.args(advisories.then_some("advisories"));
    shell::run(deny.current_dir(shell::repository()))
}
