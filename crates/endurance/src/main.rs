//! Long runs of the host library: thousands of calls of one instance, fresh instances, faults, and calls that
//! are cut off. Results are compared with Rust's throughout, and nothing may have grown at the end.

#![forbid(unsafe_code)]

mod cut;
mod faults;
mod footprint;
mod fresh;
mod guests;
mod oracle;
mod parallel;
mod warm;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use wasmtime::error::Context;

/// Runs for long, and reports the result.
#[derive(Parser)]
struct Arguments {
    /// The component `people`
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    /// The same world around an app that runs the tag as Python code
    #[arg(long, value_name = "FILE")]
    lab: PathBuf,
    /// A component of async Python that calls another one
    #[arg(long, value_name = "FILE")]
    supervised: PathBuf,
    /// File for the figures, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Seed that decides what is called, and which faults come in which order
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Calls of one instance, on each thread
    #[arg(long, default_value_t = 1_000_000)]
    warm: usize,
    /// Fresh instances, all threads together
    #[arg(long, default_value_t = 200_000)]
    fresh: usize,
    /// Faults, all threads together
    #[arg(long, default_value_t = 100_000)]
    faults: usize,
    /// Turns in which calls and streams are cut off, on each thread
    #[arg(long, default_value_t = 20_000)]
    cut: usize,
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// A count: a name for people, and the number.
type Row = (String, u64);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    eprintln!("endurance: seed {}", arguments.seed);
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> wasmtime::Result<()> {
    let mut rows = Vec::new();
    for (name, run) in [
        ("calls of one instance", warm::run as fn(&Arguments) -> _),
        ("fresh instances", fresh::run),
        ("faults", faults::run),
        ("calls that are cut off", cut::run),
    ] {
        let begun = Instant::now();
        let counted: Vec<Row> = run(arguments).with_context(|| name.to_owned())?;
        eprintln!("endurance: {name}: {:.1} s", begun.elapsed().as_secs_f64());
        rows.extend(counted);
    }
    for (name, count) in &rows {
        println!("{name}: {count}");
    }
    match &arguments.report {
        Some(path) => {
            let report = serde_json::json!({ "suite": "endurance", "rows": rows });
            fs::write(path, report.to_string() + "\n").with_context(|| path.display().to_string())
        }
        None => Ok(()),
    }
}
