//! `cargo xtask fuzz`: random inputs for everything that reads what others wrote. The targets are in
//! `crates/fuzz`.

mod memcheck;
mod run;
mod target;

use std::path::PathBuf;

use anyhow::bail;

use crate::fixtures;
use crate::guests::build_people;
use crate::report::Suite;
use crate::{parallel, shell};
use run::Figures;
use target::{TARGETS, Target};

const USES: &str = "\
Examples:
  cargo xtask fuzz
  cargo xtask fuzz rows --seconds 600

Results: printed; figures in `target/hardening/fuzz.json`, findings below `target/hardening/fuzz`.";

/// Feeds inputs at random to the readers, the generator and the conversions.
///
/// Led by what they reach. An input that breaks a promise is kept below `target/hardening/fuzz`, and named.
/// Copied to `crates/fuzz/corpus`, `cargo test` tries it from then on.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Only this target
    #[arg(value_parser = target::parse)]
    target: Option<&'static Target>,
    /// Time for each target, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Reduces `crates/fuzz/corpus` to few inputs that reach every branch which was reached
    #[arg(long)]
    keep: bool,
    /// Tries inputs in `crates/fuzz/corpus` under valgrind instead: those of `archive` and `rows`
    #[arg(long, conflicts_with_all = ["seconds", "keep"])]
    memcheck: bool,
}

impl Arguments {
    /// Chooses every target, for that many seconds.
    pub(crate) fn all(seconds: u64) -> Self {
        Self {
            target: None,
            seconds,
            keep: false,
            memcheck: false,
        }
    }

    /// Chooses the kept inputs, under valgrind.
    pub(crate) fn memcheck() -> Self {
        Self {
            memcheck: true,
            ..Self::all(0)
        }
    }
}

/// The number of targets that are fuzzed at a time.
const AT_A_TIME: usize = 2;
/// The components that are called.
const FIXTURES: [&str; 3] = ["everything", "lab-snapshot", "streams"];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let targets: Vec<&Target> = match arguments.target {
        Some(target) => vec![target],
        None => TARGETS.iter().collect(),
    };
    build_people()?;
    fixtures::build(|name| FIXTURES.contains(&name))?;
    target::build(&targets)?;
    if arguments.memcheck {
        return memcheck::run(&targets)?.write();
    }
    let figures = fuzz_all(&targets, arguments.seconds)?;
    if arguments.keep {
        targets.iter().try_for_each(|target| target.keep())?;
    }
    // Of one target alone, these would not be the figures of the whole suite.
    if arguments.target.is_none() {
        suite(&figures).write()?;
    }
    Ok(())
}

/// Returns the folder for a target's inputs, log and findings.
fn folder(target: &str) -> PathBuf {
    shell::repository()
        .join("target/hardening/fuzz")
        .join(target)
}

fn fuzz_all(
    targets: &[&'static Target],
    seconds: u64,
) -> anyhow::Result<Vec<(&'static Target, Figures)>> {
    let results = parallel::map(AT_A_TIME, targets, |target| run::fuzz(target, seconds));
    let (mut figures, mut findings) = (Vec::new(), Vec::new());
    for (&target, result) in targets.iter().zip(results) {
        match result {
            Ok(counted) => figures.push((target, counted)),
            Err(error) => findings.push(format!("{error:#}")),
        }
    }
    if !findings.is_empty() {
        bail!("{}", findings.join("\n"));
    }
    figures.sort_by_key(|(target, _)| target.name);
    Ok(figures)
}

fn suite(figures: &[(&Target, Figures)]) -> Suite {
    let mut suite = Suite::new("fuzz");
    for (target, counted) in figures {
        let name = target.name;
        suite.push(format!("`{name}`: inputs"), counted.executions);
        suite.push(format!("`{name}`: seconds"), counted.seconds);
        suite.push(format!("`{name}`: edges reached"), counted.edges);
    }
    suite.push("findings", 0);
    suite
}
