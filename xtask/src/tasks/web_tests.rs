//! `cargo xtask web-tests`: the tests of web frameworks, run by the component as a command.

mod read;
mod suite;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::TempDir;
use wasi_py_toolkit::dependencies::{self, Index, Installer};

use crate::fixtures::machine_code;
use crate::outcomes::{self, Outcome, RecordFile};
use crate::programs::WASMTIME;
use crate::shell;
use suite::{Module, Suite};

const USES: &str = "\
Examples:
  cargo xtask web-tests
  cargo xtask web-tests flask werkzeug/test_wsgi.py
  BLESS=1 cargo xtask web-tests starlette

Results: printed; with `BLESS=1` in `xtask/web-tests.toml`.";

/// Runs the tests of Flask, Werkzeug and Starlette inside the component.
///
/// They come from the source distributions that `xtask/web-tests/suites.toml` pins. It also says what is left
/// out. The outcome of each module is compared with the record in `xtask/web-tests.toml`: what is not in it
/// must pass, and what is in it and passes must be removed. `BLESS=1` records anew.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Packages such as `flask`, or modules such as `flask/test_basic.py`; all of them unless given
    tests: Vec<String>,
    /// Seconds after which a module is stopped
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT_S)]
    timeout: u64,
}

/// The record of those that do not pass.
pub(crate) const RECORD: RecordFile = RecordFile {
    name: "xtask/web-tests.toml",
    whose: "the web frameworks'",
    task: "web-tests",
};

/// Seconds after which a module is stopped.
const TIMEOUT_S: u64 = 300;

/// Runs all of them.
pub(crate) fn run_all() -> anyhow::Result<()> {
    run(&Arguments {
        tests: Vec::new(),
        timeout: TIMEOUT_S,
    })
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let installer = Installer::ensure(Index::default())?;
    let runner = Runner::ensure(&installer, Duration::from_secs(arguments.timeout))?;
    let suites = suite::ensure_all(&installer)?;
    let modules: Vec<Module> = suites.iter().flat_map(Suite::modules).collect();
    let all: Vec<String> = modules.iter().map(Module::to_string).collect();
    RECORD.ensure_known(&RECORD.read()?, &all)?;
    let tests = arguments.chosen(&all)?;
    outcomes::check(&RECORD, &tests, |test| {
        let module = modules.iter().find(|module| module.to_string() == test);
        runner.run(module.context("is one of them")?)
    })
}

/// The folder with what the tests take.
fn folder() -> PathBuf {
    shell::repository().join("xtask/web-tests")
}

impl Arguments {
    fn chosen(&self, all: &[String]) -> anyhow::Result<Vec<String>> {
        let is_of = |test: &str, name: &str| {
            let rest = test.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        for name in &self.tests {
            ensure!(
                all.iter().any(|test| is_of(test, name)),
                "there is no `{name}`, or it is left out\n= help: see `{}`",
                folder().join(suite::LIST).display()
            );
        }
        let is_chosen = |test: &&String| {
            self.tests.is_empty() || self.tests.iter().any(|name| is_of(test, name))
        };
        Ok(all.iter().filter(is_chosen).cloned().collect())
    }
}

/// What runs the tests.
struct Runner {
    program: PathBuf,
    component: PathBuf,
    /// The folder with the packages, pytest among them.
    packages: PathBuf,
    /// The folder for their bytecode, which the first module leaves for the others.
    bytecode: TempDir,
    timeout: Duration,
}

impl Runner {
    fn ensure(installer: &Installer, timeout: Duration) -> anyhow::Result<Self> {
        let program = WASMTIME.ensure()?;
        let packages = dependencies::install(&folder(), installer, false)?;
        Ok(Self {
            component: machine_code::compiled_people(&program)?,
            program,
            packages: packages.context("the tests have no packages")?,
            bytecode: tempfile::tempdir()?,
            timeout,
        })
    }

    /// Runs a module, and returns its outcome with pytest's words for it.
    fn run(&self, module: &Module<'_>) -> anyhow::Result<(Outcome, String)> {
        // The guest's `/`: tests write into it.
        let root = tempfile::tempdir()?;
        fs::create_dir(root.path().join("tmp"))?;
        module.suite.copy_to(root.path())?;
        let log = root.path().join("output");
        let mut child = self.command(module, root.path(), &log)?.spawn()?;
        let status = shell::wait(&mut child, self.timeout)?;
        let output = fs::read(&log)?;
        Ok(read::outcome(status, &String::from_utf8_lossy(&output)))
    }

    fn command(&self, module: &Module<'_>, root: &Path, log: &Path) -> anyhow::Result<Command> {
        let output = fs::File::create(log)?;
        let mut command = Command::new(&self.program);
        command.args(["run", "--allow-precompiled"]);
        for (folder, place) in [
            (root, "/"),
            (&self.packages, "/lib"),
            (&folder().join("plugins"), "/plugins"),
            (self.bytecode.path(), "/bytecode"),
        ] {
            command.arg(format!("--dir={}::{place}", folder.display()));
        }
        command
            .args([
                "--env=PYTHONPATH=/lib:/plugins",
                "--env=PYTHONPYCACHEPREFIX=/bytecode",
            ])
            .arg(&self.component)
            .args([
                "-m",
                "pytest",
                "-q",
                "-rfE",
                "--tb=short",
                "-p",
                "no:cacheprovider",
                // Those would duplicate descriptors, which WASI 0.2 cannot.
                "-p",
                "no:faulthandler",
                "--capture=sys",
            ])
            .args(&module.suite.arguments)
            .arg(module.path())
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output);
        Ok(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_and_modules_are_chosen_by_name() {
        let all = ["flask/test_a.py", "flask/test_b.py", "flask_more/test_a.py"].map(str::to_owned);
        let chosen = |names: &[&str]| {
            let arguments = Arguments {
                tests: names.iter().map(|&name| name.to_owned()).collect(),
                timeout: 1,
            };
            arguments.chosen(&all)
        };
        assert_eq!(chosen(&[]).expect("all"), all);
        assert_eq!(chosen(&["flask"]).expect("two"), all[..2]);
        assert_eq!(chosen(&["flask/test_b.py"]).expect("one"), all[1..2]);
        let error = chosen(&["django"]).expect_err("none");
        assert!(
            error.to_string().starts_with("there is no `django`"),
            "{error}"
        );
    }
}
