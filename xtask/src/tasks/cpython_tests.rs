//! `cargo xtask cpython-tests`: CPython's own tests, run by the component as a command.

mod read;
mod way;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use wasi_py_toolkit::console::Console;
use wasi_py_toolkit::libpython;
use wlr_libpy::cache::cache_root;
use wlr_libpy::make;
use wlr_libpy::target::Target;

use crate::fixtures::machine_code;
use crate::outcomes::{self, Outcome, RecordFile};
use crate::programs::WASMTIME;
use crate::shell;
use way::Way;

const USES: &str = "\
Examples:
  cargo xtask cpython-tests test_json test_zlib
  cargo xtask cpython-tests test_asyncio test_asyncio.test_tasks@0.3
  BLESS=1 cargo xtask cpython-tests test_json

Results: printed; with `BLESS=1` in `xtask/cpython-tests.toml`.";

/// Runs CPython's own tests inside the component.
///
/// Their outcome is compared with the record in `xtask/cpython-tests.toml`. A test that is not in it must
/// pass. One that is in it and passes must be removed: the list may only shrink. `BLESS=1` records anew.
///
/// Tests that CPython skips on WASI for want of sockets are run with sockets, and those of asyncio also in
/// the event loop of WASI 0.3: `@0.3` at the end of a name says so.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Tests, such as `test_json`; all of them unless given
    tests: Vec<String>,
    /// Only a selection that takes minutes
    #[arg(long, conflicts_with = "tests")]
    quick: bool,
    /// Seconds after which a test is stopped
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    timeout: u64,
}

/// Tests of whatever works in its own way in a component: start, import, files, streams, numbers, text, the
/// event loops.
const QUICK: [&str; 22] = [
    "test_asyncio.test_locks",
    "test_asyncio.test_sock_lowlevel@0.3",
    "test_asyncio.test_streams",
    "test_asyncio.test_taskgroups@0.3",
    "test_bool",
    "test_builtin",
    "test_dict",
    "test_exceptions",
    "test_fileio",
    "test_float",
    "test_generators",
    "test_json",
    "test_list",
    "test_pathlib",
    "test_runpy",
    "test_shutil",
    "test_site",
    "test_str",
    "test_struct",
    "test_sys",
    "test_tempfile",
    "test_zipimport",
];

/// The record of those that do not pass.
pub(crate) const RECORD: RecordFile = RecordFile {
    name: "xtask/cpython-tests.toml",
    whose: "CPython's own",
    task: "cpython-tests",
};

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let suite = Suite::ensure(Duration::from_secs(arguments.timeout))?;
    let quick = QUICK.map(str::to_owned);
    let all = suite.all()?;
    RECORD.ensure_known(&RECORD.read()?, &all)?;
    let tests = match (arguments.quick, &*arguments.tests) {
        (true, _) => &quick[..],
        (false, []) => &all,
        (false, tests) => &with_modules(tests, &all),
    };
    run_tests(&suite, tests)
}

/// Returns the tests, with all modules in the place of their package.
fn with_modules(tests: &[String], all: &[String]) -> Vec<String> {
    let with_modules = |test: &String| {
        let modules = all.iter().filter(|module| way::package(module) == test);
        let modules: Vec<String> = modules.cloned().collect();
        if modules.is_empty() {
            vec![test.clone()]
        } else {
            modules
        }
    };
    tests.iter().flat_map(with_modules).collect()
}

/// Runs the quick selection.
pub(crate) fn run_quick() -> anyhow::Result<()> {
    run_tests(
        &Suite::ensure(Duration::from_secs(180))?,
        &QUICK.map(str::to_owned),
    )
}

fn run_tests(suite: &Suite, tests: &[String]) -> anyhow::Result<()> {
    outcomes::check(&RECORD, tests, |test| suite.run(test))
}

/// CPython's tests and the program that runs them.
struct Suite {
    program: PathBuf,
    component: PathBuf,
    /// The folder of the package `test`.
    source: PathBuf,
    timeout: Duration,
}

impl Suite {
    fn ensure(timeout: Duration) -> anyhow::Result<Self> {
        let program = WASMTIME.ensure()?;
        let order = libpython::order(Target::Wasip2)?;
        Ok(Self {
            component: machine_code::compiled_people(&program)?,
            program,
            source: make::suite(
                &order,
                &cache_root()?,
                &mut Console::new("fetching CPython's tests"),
            )?,
            timeout,
        })
    }

    /// Lists all tests by name: modules and packages, and of asyncio's the modules, each in two ways.
    fn all(&self) -> anyhow::Result<Vec<String>> {
        let mut tests = self.listed("")?;
        tests.retain(|test| test != way::ASYNCIO);
        let modules = self.listed(way::ASYNCIO)?;
        tests.extend(
            modules
                .iter()
                .flat_map(|module| way::names_of_asyncio(module)),
        );
        tests.sort_unstable();
        Ok(tests)
    }

    /// Lists the modules and packages in a folder of tests.
    fn listed(&self, folder: &str) -> anyhow::Result<Vec<String>> {
        let mut tests = Vec::new();
        for entry in fs::read_dir(self.source.join("test").join(folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let module = if entry.file_type()?.is_dir() {
                Some(&*name)
            } else {
                name.strip_suffix(".py")
            };
            tests.extend(
                module
                    .filter(|name| name.starts_with("test_"))
                    .map(str::to_owned),
            );
        }
        Ok(tests)
    }

    /// Runs a test, and returns its outcome with CPython's own words for it.
    fn run(&self, test: &str) -> anyhow::Result<(Outcome, String)> {
        // The guest's `/`: the test writes into it.
        let root = tempfile::tempdir()?;
        fs::create_dir(root.path().join("tmp"))?;
        let log = root.path().join("output");
        let mut child = self.command(test, root.path(), &log)?.spawn()?;
        let status = shell::wait(&mut child, self.timeout)?;
        let output = fs::read(&log)?;
        Ok(read::outcome(status, &String::from_utf8_lossy(&output)))
    }

    fn command(&self, test: &str, root: &Path, log: &Path) -> anyhow::Result<Command> {
        let output = fs::File::create(log)?;
        let way = Way::of(test);
        let mut command = Command::new(&self.program);
        command
            .args(["run", "--allow-precompiled"])
            .args(way.options())
            .arg(format!("--dir={}::/", root.display()))
            .arg(format!("--dir={}::/lib", self.source.display()))
            .arg("--env=PYTHONPATH=/lib")
            .arg(&self.component)
            .args(way.runner())
            .args(["-W", "--tempdir", "/tmp", way::test(test)])
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output);
        Ok(command)
    }
}
