//! `cargo xtask cpython-tests`: CPython's own tests, run by the component as a command.

mod outcome;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use wasi_py_project::console::Console;
use wasi_py_project::libpython;
use wlr_libpy::cache::cache_root;
use wlr_libpy::make;
use wlr_libpy::target::Target;

use crate::{shell, wasmtime};
use outcome::{Expected, Outcome};

/// Runs CPython's own tests inside the component and compares with what is recorded in `xtask/cpython-tests.toml`.
///
/// What is not recorded there passes. What is recorded and passes is to be removed: the list may only shrink. `BLESS=1` records
/// anew.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Tests, such as `test_json`; all of them unless given
    tests: Vec<String>,
    /// Only the selection that `cargo xtask test` runs
    #[arg(long, conflicts_with = "tests")]
    quick: bool,
    /// Seconds after which a test is stopped
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    timeout: u64,
}

/// Tests of what a component does in ways of its own: start, import, files, streams, numbers, text.
const QUICK: [&str; 18] = [
    "test_bool",
    "test_builtin",
    "test_code",
    "test_dict",
    "test_exceptions",
    "test_fileio",
    "test_float",
    "test_generators",
    "test_getopt",
    "test_import",
    "test_json",
    "test_list",
    "test_pathlib",
    "test_runpy",
    "test_site",
    "test_str",
    "test_sys",
    "test_zipimport",
];

/// Environment variable: records what is found instead of comparing with what is recorded.
const BLESS: &str = "BLESS";

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let suite = Suite::ensure(Duration::from_secs(arguments.timeout))?;
    let quick = QUICK.map(str::to_owned);
    let tests = match (arguments.quick, &*arguments.tests) {
        (true, _) => &quick[..],
        (false, []) => &suite.all()?,
        (false, tests) => tests,
    };
    run_tests(&suite, tests)
}

/// Runs the quick selection.
pub(crate) fn run_quick() -> anyhow::Result<()> {
    run_tests(
        &Suite::ensure(Duration::from_secs(180))?,
        &QUICK.map(str::to_owned),
    )
}

fn run_tests(suite: &Suite, tests: &[String]) -> anyhow::Result<()> {
    let mut recorded = read_record()?;
    if std::env::var_os(BLESS).is_some() {
        for test in tests {
            let found = suite.run(test)?;
            println!("{test}: {found}");
            found.record(test, &mut recorded);
            write_record(&recorded)?;
        }
        return Ok(());
    }
    let mut failed = 0;
    for test in tests {
        let verdict = suite.run(test)?.compare(recorded.get(test));
        failed += usize::from(verdict.is_err());
        println!("{test}: {}", verdict.unwrap_or_else(|wrong| wrong));
    }
    // In words that readers of test results know.
    println!("{} passed, {failed} failed", tests.len() - failed);
    if failed > 0 {
        bail!("not as `{}` says", record().display());
    }
    Ok(())
}

fn record() -> PathBuf {
    shell::repository().join("xtask/cpython-tests.toml")
}

fn read_record() -> anyhow::Result<BTreeMap<String, Expected>> {
    let path = record();
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot read `{}`", path.display()))
}

fn write_record(recorded: &BTreeMap<String, Expected>) -> anyhow::Result<()> {
    let head = "# Which of CPython's own tests do not pass inside the component, and why. Kept by `cargo xtask cpython-tests`;\n\
                # `BLESS=1` before it records anew. The list may only shrink.\n\n";
    fs::write(record(), head.to_owned() + &toml::to_string(recorded)?)?;
    Ok(())
}

/// CPython's tests and what runs them.
struct Suite {
    program: PathBuf,
    component: PathBuf,
    /// The folder of the package `test`.
    source: PathBuf,
    /// The guest's `/`: the tests write into it.
    root: tempfile::TempDir,
    timeout: Duration,
}

impl Suite {
    fn ensure(timeout: Duration) -> anyhow::Result<Self> {
        let program = wasmtime::ensure()?;
        let order = libpython::order(Target::Wasip2)?;
        Ok(Self {
            component: wasmtime::compiled_people(&program)?,
            program,
            source: make::suite(&order, &cache_root()?, &mut Console::new())?,
            root: tempfile::tempdir()?,
            timeout,
        })
    }

    /// All tests by name.
    fn all(&self) -> anyhow::Result<Vec<String>> {
        let mut tests = Vec::new();
        for entry in fs::read_dir(self.source.join("test"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let name = name.strip_suffix(".py").unwrap_or(&name);
            if name.starts_with("test_") {
                tests.push(name.to_owned());
            }
        }
        tests.sort_unstable();
        Ok(tests)
    }

    fn run(&self, test: &str) -> anyhow::Result<Outcome> {
        let temporary = self.root.path().join("tmp");
        if temporary.exists() {
            fs::remove_dir_all(&temporary)?;
        }
        fs::create_dir(&temporary)?;
        let log = temporary.with_file_name("output");
        let mut child = self.command(test, &log)?.spawn()?;
        let status = wait(&mut child, self.timeout)?;
        let output = fs::read(&log)?;
        Ok(Outcome::of(status, &String::from_utf8_lossy(&output)))
    }

    fn command(&self, test: &str, log: &Path) -> anyhow::Result<Command> {
        let output = fs::File::create(log)?;
        let mut command = Command::new(&self.program);
        command
            .args(["run", "--allow-precompiled", "-W", wasmtime::STACK_OPTION])
            .arg(format!("--dir={}::/", self.root.path().display()))
            .arg(format!("--dir={}::/lib", self.source.display()))
            .arg("--env=PYTHONPATH=/lib")
            .arg(&self.component)
            .args(["-m", "test", "-W", "--tempdir", "/tmp", test])
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output);
        Ok(command)
    }
}

/// The exit code; `None` if it took too long, and was ended, or a signal ended it.
fn wait(child: &mut std::process::Child, timeout: Duration) -> anyhow::Result<Option<i32>> {
    const STEP: Duration = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    while waited < timeout {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}
