//! `cargo xtask endure`: long runs of the host library, with faults. The crate `wasi-py-endurance` does it.

use std::process::Command;

use wasi_py_toolkit::checkout::target_dir;

use crate::fixtures::{self, compositions};
use crate::guests::build_people;
use crate::report::Suite;
use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask endure
  cargo xtask endure --quick --seed 7

Results: printed; figures in `target/hardening/endurance.json`.";

/// Runs for long and injects faults: nothing may be lost or grow.
///
/// One instance is called a million times, 200 000 fresh ones are started, 100 000 faults happen, and
/// calls and streams of async Python are cut off in 40 000 turns.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// A tenth of everything
    #[arg(long)]
    pub(crate) quick: bool,
    /// Seed that decides what is called, and which faults come in which order
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// The fixture in which faults happen.
const LAB: &str = "lab-snapshot";
const TENTH: [&str; 8] = [
    "--warm", "100000", "--fresh", "20000", "--faults", "10000", "--cut", "2000",
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let people = build_people()?;
    fixtures::build(|name| name == LAB)?;
    let supervised = compositions::build_supervised()?;
    let mut cargo = shell::cargo();
    cargo.args(["build", "--quiet", "--package", "wasi-py-endurance"]);
    // Together with all other crates that contain `wasmtime`, so that it is not compiled again with other
    // features.
    cargo.args(["--package", "wasi-py-finish", "--package", "host-test"]);
    shell::run(cargo.args(["--bin", "endurance"]))?;
    let mut endurance = Command::new(target_dir().join("debug/endurance"));
    endurance.arg("--people").arg(people);
    endurance.arg("--lab").arg(fixtures::path(LAB));
    endurance.arg("--supervised").arg(supervised);
    endurance.arg("--seed").arg(arguments.seed.to_string());
    if arguments.quick {
        endurance.args(TENTH);
    }
    shell::run(endurance.arg("--report").arg(Suite::path("endurance")?))
}
