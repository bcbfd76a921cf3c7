//! `cargo xtask test`: builds what tests need and runs them, all or the named parts.

use anyhow::ensure;
use clap::builder::PossibleValuesParser;

use crate::fixtures::{
    ALONE, MINIMAL, PY_MAIN, SANDBOX, SLOW, adapted, compositions, handlers, machine_code,
};
use crate::guests::{build_library, build_people};
use crate::programs::WASMTIME;
use crate::programs::python::PythonTools;
use crate::suites::{COMPONENTS, Extent, cargo_test, run_of_components};
use crate::tasks::{cpython_tests, hosts, web_tests, wheel};
use crate::{fixtures, shell};

const USES: &str = "\
Examples:
  cargo xtask test
  cargo xtask test bindgen       after an edit of the generator
  cargo xtask test embed         after an edit of what is in each component
  cargo xtask test host          after an edit of the host library
  cargo xtask test --full        with preview 1, numpy, the registry, Node, a browser and other projects' tests

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

/// A part of the tests, which can be run by itself.
struct Part {
    name: &'static str,
    needs: Needs,
    tests: Tests,
}

/// The components that a part tests. They are built first.
enum Needs {
    Nothing,
    /// The library that every guest links.
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
    /// The Python package of the sandbox, installed.
    Wheel,
    /// Crates that are tested where they are compiled, with the features that their tests need.
    ///
    /// The crates that [`Tools`](wasi_py_toolkit::tools::Tools) compiles together are also tested together.
    /// With the features of other crates, `wasmtime` would be compiled again.
    Crates(&'static [&'static str], &'static str),
    /// Of [`COMPONENTS`], the targets that cargo's arguments choose, and of those the tests that the other
    /// arguments choose.
    Choice(&'static [&'static str], &'static [&'static str]),
}

const PARTS: [Part; 18] = [
    Part {
        name: "python",
        needs: Needs::Nothing,
        tests: Tests::Python,
    },
    Part {
        name: "bindgen",
        needs: Needs::Library,
        tests: Tests::Crates(
            &[
                "wasi-py-bindgen",
                "wasi-py-build",
                "wasi-py-imports",
                "wasi-py-fuzz",
            ],
            "wasi-py-fuzz/generator,wasi-py-imports/encode",
        ),
    },
    Part {
        name: "bundle",
        needs: Needs::Nothing,
        tests: Tests::Crates(
            &["wasi-py-app", "wasi-py-bundle", "wasi-py-files"],
            "wasi-py-bundle/pack",
        ),
    },
    Part {
        name: "libpy",
        needs: Needs::Nothing,
        tests: Tests::Crates(
            &["wasi-py-native", "wasi-py-seal", "wlr-libpy"],
            "wlr-libpy/make",
        ),
    },
    Part {
        name: "tools",
        needs: Needs::Nothing,
        tests: Tests::Crates(&["wasi-py", "wasi-py-fs", "wasi-py-toolkit", "xtask"], ""),
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
        name: "costs",
        needs: Needs::Fixtures(&[
            "control",
            "everything",
            "http",
            "project",
            ALONE,
            MINIMAL,
            handlers::WEB,
        ]),
        tests: Tests::Choice(&["--test", "guards"], &[]),
    },
    Part {
        name: "minimal",
        needs: Needs::Fixtures(&["lab-minimal", "lab-minimal-plain", MINIMAL]),
        tests: Tests::Choice(&["--test", "components"], &["minimal::"]),
    },
    Part {
        name: "native",
        needs: Needs::Fixtures(&["models", "series", "speedups"]),
        tests: Tests::Choice(
            &["--test", "components"],
            &["examples::models", "examples::series", "examples::speedups"],
        ),
    },
    Part {
        name: "numbers",
        needs: Needs::Fixtures(&["numbers", "trend", "trend-numbers"]),
        tests: Tests::Choice(
            &["--test", "components", "--test", "guards"],
            &["numbers::", "--include-ignored"],
        ),
    },
    Part {
        name: "sandbox",
        needs: Needs::Fixtures(&[SANDBOX]),
        tests: Tests::Choice(&["--test", "sandbox", "--test", "saving"], &[]),
    },
    Part {
        name: "async",
        needs: Needs::Fixtures(&["control", "streams", "tasks"]),
        tests: Tests::Choice(
            &["--test", "components"],
            &["examples::kinds", "examples::streams", "examples::tasks"],
        ),
    },
    Part {
        name: "hosts",
        needs: Needs::Fixtures(&["lab-snapshot", MINIMAL]),
        tests: Tests::Hosts,
    },
    Part {
        name: "wheel",
        needs: Needs::Fixtures(&[SANDBOX, ALONE, "mixed", "models"]),
        tests: Tests::Wheel,
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
    // After the others, whose programs the pages call.
    Part {
        name: "pages",
        needs: Needs::Everything,
        tests: Tests::Crates(&["book-test"], ""),
    },
];

/// Folders of Python code with tests of their own.
const PYTHON_PROJECTS: [&str; 5] = [
    "python-app",
    "crates/embed/wasi_py",
    "crates/native",
    "crates/sandbox-component/app",
    "examples/http/app",
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let extent = if arguments.full {
        Extent::Full
    } else {
        Extent::Usual
    };
    let parts = arguments.parts();
    build_needed(&parts, extent)?;
    if arguments.build_only {
        return Ok(());
    }
    // After such a long time, people want to hear of every failure.
    let run = |part: &&Part| part.run(extent, &arguments.leave_out).err();
    let mut failures: Vec<_> = parts.iter().filter_map(run).collect();
    if extent == Extent::Full {
        failures.extend(cpython_tests::run_quick().err());
        failures.extend(web_tests::run_all().err());
    }
    let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

impl Arguments {
    /// Returns the named parts, or all parts.
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
    fixtures::build(|name| fixtures.contains(&name))
}

fn build_everything(extent: Extent) -> anyhow::Result<()> {
    build_library()?;
    build_people()?;
    match extent {
        Extent::Usual => fixtures::build(|name| !SLOW.contains(&name))?,
        Extent::Full => {
            fixtures::build(|_| true)?;
            adapted::build()?;
        }
    }
    let wasmtime = WASMTIME.ensure()?;
    machine_code::compiled_people(&wasmtime)?;
    machine_code::compiled(&wasmtime, &fixtures::path(PY_MAIN))?;
    compositions::build()?;
    for name in compositions::RUN {
        machine_code::compiled(&wasmtime, &fixtures::path(name))?;
    }
    for name in [
        handlers::PYTHON,
        handlers::SERVICE,
        handlers::PLAIN,
        handlers::WEB,
        "streams",
    ] {
        machine_code::compiled(&wasmtime, &fixtures::path(name))?;
    }
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
            Tests::Wheel => wheel::test(),
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
        assert_eq!(names.len(), PARTS.len() - 8);
        for part in [
            "async", "costs", "embed", "host", "minimal", "native", "numbers", "sandbox",
        ] {
            assert!(!names.contains(&part), "{part}");
        }
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
