//! `cargo xtask test`: what a change can break, all of it or the parts that are named, after building what that tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;
use clap::builder::PossibleValuesParser;
use wasi_py_project::checkout::target_dir;
use wasi_py_project::component::{self, Guest, Snapshot};
use wasi_py_project::console::{self, Step};
use wlr_libpy::target::Target;

use crate::component::{build_library, build_people, guest, library_variables, people};
use crate::node::Node;
use crate::program::{WAC, WASM_TOOLS, WASMTIME, WKG};
use crate::python::PythonTools;
use crate::{adapted, composition, cpython_tests, hosts, http, project, registry, shell, wasmtime};

const USES: &str = "\
Examples:
  cargo xtask test
  cargo xtask test bindgen       after an edit of the generator
  cargo xtask test embed         after an edit of what is in each component
  cargo xtask test host          after an edit of the host library
  cargo xtask test --full        with preview 1, the registry, Node, a browser and CPython's own tests

Results: printed; components for tests lie in `target/fixtures`.";

/// Builds what tests need and runs them.
///
/// Those of the crates, of the Python code and of the pages.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Only these parts; all of them unless given
    #[arg(value_name = "PART", value_parser = PossibleValuesParser::new(PARTS.map(|part| part.name)))]
    parts: Vec<String>,
    /// Runs everything there is, also what takes programs or targets that nothing else needs
    #[arg(long, conflicts_with = "parts")]
    full: bool,
    /// Only build what the tests need
    #[arg(long)]
    build_only: bool,
    /// Leaves out the tests of the crates whose names contain this
    #[arg(long, value_name = "NAME", hide = true)]
    leave_out: Vec<String>,
}

/// How much is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What a change can break.
    Usual,
    /// The tests that are marked `#[ignore]` as well: each says what it takes.
    Full,
}

/// A part of the tests that can be run by itself.
struct Part {
    name: &'static str,
    needs: Needs,
    tests: Tests,
}

/// Components that a part tests, which are built first.
enum Needs {
    Nothing,
    /// What every guest is made with.
    Library,
    /// The product and these fixtures.
    Fixtures(&'static [&'static str]),
    Everything,
}

/// Tests that are run together.
enum Tests {
    /// Python code with pytest.
    Python,
    /// The examples of hosts in other languages.
    Hosts,
    /// Crates that are tested where they are compiled, with the features that their tests need.
    ///
    /// Together are those that [`Tools`](wasi_py_project::tools::Tools) compiles together: with other features `wasmtime` would
    /// be compiled again, and so it would be if the rest came along.
    Crates(&'static [&'static str], &'static str),
    /// Of [`COMPONENTS`], those targets that cargo's arguments choose, and of them the tests that these arguments choose.
    Choice(&'static [&'static str], &'static [&'static str]),
}

const PARTS: [Part; 11] = [
    Part {
        name: "python",
        needs: Needs::Nothing,
        tests: Tests::Python,
    },
    Part {
        name: "bindgen",
        needs: Needs::Library,
        tests: Tests::Crates(
            &["wasi-py-bindgen", "wasi-py-build", "wasi-py-fuzz"],
            "wasi-py-fuzz/generator",
        ),
    },
    Part {
        name: "bundle",
        needs: Needs::Nothing,
        tests: Tests::Crates(&["wasi-py-bundle", "wasi-py-files"], "wasi-py-bundle/pack"),
    },
    Part {
        name: "libpy",
        needs: Needs::Nothing,
        tests: Tests::Crates(&["wlr-libpy"], "make"),
    },
    Part {
        name: "tools",
        needs: Needs::Nothing,
        tests: Tests::Crates(&["wasi-py-cli", "wasi-py-project", "xtask"], ""),
    },
    Part {
        name: "embed",
        needs: Needs::Fixtures(&["control", "lab", "lab-snapshot"]),
        tests: Tests::Choice(
            &["--test", "components"],
            &["behaviour::", "python::", "--skip", "libpython::"],
        ),
    },
    Part {
        name: "host",
        needs: Needs::Fixtures(&["control"]),
        tests: Tests::Choice(
            &["--lib", "--test", "components"],
            &["behaviour::", "load::", "tests::"],
        ),
    },
    Part {
        name: "hosts",
        needs: Needs::Fixtures(&["lab-snapshot"]),
        tests: Tests::Hosts,
    },
    Part {
        name: "command",
        needs: Needs::Everything,
        tests: Tests::Crates(&["command-test"], ""),
    },
    Part {
        name: "components",
        needs: Needs::Everything,
        tests: Tests::Crates(COMPONENTS.0, COMPONENTS.1),
    },
    // After those, whose programs the pages call.
    Part {
        name: "pages",
        needs: Needs::Everything,
        tests: Tests::Crates(&["book-test"], ""),
    },
];

/// Crates that have the host library in them, and so test components.
const COMPONENTS: (&[&str], &str) = (
    &["wasi-py-snapshot", "wasi-py-fuzz", "host-test", "rust-host"],
    "wasi-py-fuzz/host",
);

/// Fixtures for preview 1, which takes a libpython of its own.
const WASIP1: [&str; 2] = ["libpython-wasip1", "py-wasip1"];

/// The component of a project that is made for the tests.
const PROJECT: &str = "project";

/// Python's command line without any component of ours around it.
const PY_MAIN: &str = "py-wasip2";

/// The components in `examples`.
pub(crate) const EXAMPLES: [&str; 6] = [
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
    let extent = match arguments.full {
        true => Extent::Full,
        false => Extent::Usual,
    };
    let parts = arguments.parts();
    build_needed(&parts, extent)?;
    if arguments.build_only {
        return Ok(());
    }
    // Whoever waits for so long wants to hear of everything.
    let run = |part: &&Part| part.run(extent, &arguments.leave_out).err();
    let mut failures: Vec<_> = parts.iter().filter_map(run).collect();
    if extent == Extent::Full {
        failures.extend(cpython_tests::run_quick().err());
    }
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

impl Arguments {
    /// Returns the parts that are named, or all that together are everything.
    fn parts(&self) -> Vec<&'static Part> {
        let is_wanted = |part: &&Part| match &*self.parts {
            [] => !part.is_in_another(),
            names => names.iter().any(|name| name == part.name),
        };
        PARTS.iter().filter(is_wanted).collect()
    }
}

/// Builds the components that the parts test.
fn build_needed(parts: &[&Part], extent: Extent) -> anyhow::Result<()> {
    let mut fixtures = Vec::new();
    for part in parts {
        match part.needs {
            Needs::Nothing => {}
            Needs::Library => build_library()?,
            Needs::Fixtures(names) => fixtures.extend(names),
            Needs::Everything => return build_everything(extent),
        }
    }
    if fixtures.is_empty() {
        return Ok(());
    }
    build_people()?;
    build_fixtures(|name| fixtures.contains(&name))
}

fn build_everything(extent: Extent) -> anyhow::Result<()> {
    build_library()?;
    build_people()?;
    match extent {
        Extent::Usual => build_fixtures(|name| !WASIP1.contains(&name))?,
        Extent::Full => {
            build_fixtures(|_| true)?;
            adapted::build()?;
        }
    }
    let wasmtime = WASMTIME.ensure()?;
    wasmtime::compiled_people(&wasmtime)?;
    wasmtime::compiled(&wasmtime, &fixture(PY_MAIN))?;
    composition::build()?;
    for name in composition::RUN {
        wasmtime::compiled(&wasmtime, &fixture(name))?;
    }
    wasmtime::compiled(&wasmtime, &fixture(http::PYTHON))?;
    Ok(())
}

impl Part {
    fn is_in_another(&self) -> bool {
        matches!(self.tests, Tests::Choice(..))
    }

    fn run(&self, extent: Extent, leave_out: &[String]) -> anyhow::Result<()> {
        match self.tests {
            Tests::Python => run_pytest(),
            Tests::Hosts => hosts::test(extent),
            Tests::Crates(packages, features) => {
                let mut cargo = cargo_test(packages, features, &[], extent)?;
                for name in leave_out {
                    cargo.args(["--skip", name]);
                }
                shell::run(&mut cargo)
            }
            Tests::Choice(targets, names) => run_of_components(targets, names),
        }
    }
}

fn run_pytest() -> anyhow::Result<()> {
    let tools = PythonTools::ensure()?;
    for project in PYTHON_PROJECTS {
        let mut pytest = tools.module("pytest");
        pytest.args(["-q", "-p", "no:cacheprovider"]);
        shell::run(pytest.current_dir(shell::repository().join(project)))?;
    }
    Ok(())
}

/// Runs tests of components: of the targets that cargo's arguments choose those that `names` choose, or all.
pub(crate) fn run_of_components(targets: &[&str], names: &[&str]) -> anyhow::Result<()> {
    let (packages, features) = COMPONENTS;
    let mut cargo = cargo_test(packages, features, targets, Extent::Usual)?;
    shell::run(cargo.args(names))
}

/// Prepares `cargo test` of crates that are compiled together, told where the programs are that tests run.
///
/// `targets` are cargo's arguments that choose among their tests. Arguments that are added go to the tests themselves.
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

/// Joins the folders in which pages find the programs that they call.
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

/// The programs that tests run, by the environment variables that tell them where they are; in the cache from now on.
pub(crate) fn programs(extent: Extent) -> anyhow::Result<Vec<(&'static str, PathBuf)>> {
    let mut programs = vec![
        ("WASI_PY_WAC", WAC.ensure()?),
        ("WASI_PY_WASM_TOOLS", WASM_TOOLS.ensure()?),
        ("WASI_PY_WASMTIME", WASMTIME.ensure()?),
    ];
    if extent == Extent::Full {
        programs.push(("WASI_PY_WKG", WKG.ensure()?));
        programs.push(("WASI_PY_REGISTRY", registry::ensure()?));
    }
    Ok(programs)
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

#[cfg(test)]
mod parts {
    use super::*;

    #[test]
    fn part_of_another_part_is_not_run_twice() {
        let all = Arguments {
            parts: Vec::new(),
            full: false,
            build_only: false,
            leave_out: Vec::new(),
        };
        let names: Vec<&str> = all.parts().iter().map(|part| part.name).collect();
        assert_eq!(names.len(), PARTS.len() - 2);
        assert!(!names.contains(&"embed") && !names.contains(&"host"));
    }

    #[test]
    fn only_parts_that_are_named_are_run() {
        let named = Arguments {
            parts: vec!["bundle".to_owned(), "embed".to_owned()],
            full: false,
            build_only: false,
            leave_out: Vec::new(),
        };
        let names: Vec<&str> = named.parts().iter().map(|part| part.name).collect();
        assert_eq!(names, ["bundle", "embed"]);
    }
}
