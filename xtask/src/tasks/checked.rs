//! `cargo xtask checked`: every test once more, with components whose code checks itself.

mod count;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use wasi_py_toolkit::checkout::BUILD_DIR_VARIABLE;
use wasi_py_toolkit::console;
use wlr_libpy::environment::ASSERTIONS_VARIABLE;

use crate::report::Suite;
use crate::shell;
use crate::suites::{self, Extent};
use count::Count;

const USES: &str = "\
Examples:
  cargo xtask checked
  cargo xtask checked --folder ../checked

Results: printed; figures in `target/hardening/checked.json`.";

/// Runs every test with components that check themselves.
///
/// CPython has its assertions, Rust its debug assertions and overflow checks. That is done in a copy of the
/// repository, where everything is compiled anew. Tests of sizes and of fuel are left out.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Folder for the copy, which is then kept; a folder that is removed unless given
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// The environment that has cargo compile checks into the guest.
const CHECKS: [(&str, &str); 3] = [
    (ASSERTIONS_VARIABLE, "1"),
    ("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true"),
    ("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true"),
];

/// Tests that checks would make fail, each with the reason.
const LEFT_OUT: [(&str, &str); 3] = [
    ("components_are_small", "checks are code"),
    ("composition_is_as_large_as_its_parts", "checks are code"),
    ("calls_use_the_fuel_that_is_recorded", "checks use fuel"),
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    // Installed into the cache, which both checkouts share, and without checks.
    suites::programs(Extent::Full)?;
    let removed = tempfile::tempdir()?;
    let folder = match &arguments.folder {
        Some(folder) => std::path::absolute(folder)?,
        None => removed.path().join("wasi-py-rs"),
    };
    shell::copy_repository(&folder)?;
    let mut cargo = shell::cargo();
    cargo.args(["xtask", "test", "--full"]);
    for (test, why) in LEFT_OUT {
        console::note(&format!("left out: `{test}`, since {why}"));
        cargo.args(["--leave-out", test]);
    }
    cargo.current_dir(&folder);
    cargo.env_remove("CARGO_TARGET_DIR");
    cargo.env_remove(BUILD_DIR_VARIABLE);
    let count = run_counted(cargo.envs(CHECKS))?;
    let mut suite = Suite::new("checked");
    suite.push("tests passed", count.passed);
    suite.push("tests left out", count.left_out);
    suite.write()
}

/// Runs tests to their end, and counts them by their output.
fn run_counted(command: &mut Command) -> anyhow::Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().context("no standard output")?;
    let mut count = Count::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        count.read(&line);
        writeln!(std::io::stdout(), "{line}")?;
    }
    let status = child.wait()?;
    ensure!(
        status.success(),
        "the tests failed: {status}\n= help: the check that failed is named on standard error of the guest"
    );
    Ok(count)
}
