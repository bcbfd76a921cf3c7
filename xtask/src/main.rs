//! The tasks of this repository: `cargo xtask --help`. Each has a file of its name in `tasks`, and sets up
//! what it needs.

#![forbid(unsafe_code)]

mod crates;
mod figures;
mod fixtures;
mod guests;
mod help;
mod outcomes;
mod parallel;
mod programs;
mod report;
mod shell;
mod suites;
mod tasks;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use wasi_py_toolkit::console::Verbosity;
use wasi_py_toolkit::libpython::command as libpython;

use tasks::*;

const LIBPYTHON_USES: &str = "\
Examples:
  cargo xtask libpython --target wasm32-wasip1 --target wasm32-wasip2
  cargo xtask libpython --tarball Python-3.13.15.tar.xz --force

Results: in the cache; what is there is printed.";

/// Tasks of wasi-py-rs.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    verbosity: Verbosity,
}

#[derive(Subcommand)]
enum Task {
    Build(build::Arguments),
    Run(run::Arguments),
    Test(test::Arguments),
    Lint(lint::Arguments),
    Size(size::Arguments),
    Bench(bench::Arguments),
    Book(book::Arguments),
    CpythonTests(cpython_tests::Arguments),
    Packages(packages::Arguments),
    WebTests(web_tests::Arguments),
    Fuzz(fuzz::Arguments),
    Endure(endure::Arguments),
    Checked(checked::Arguments),
    Hardening(hardening::Arguments),
    Findings(findings::Arguments),
    Reproduce(reproduce::Arguments),
    Release(release::Arguments),
    #[command(after_help = LIBPYTHON_USES)]
    Libpython(libpython::Arguments),
    Dist(dist::Arguments),
    Installed(installed::Arguments),
    Pin(pin::Arguments),
    Compose(compose::Arguments),
    Hosts(hosts::Arguments),
    Serve(serve::Arguments),
    Load(load::Arguments),
    New(new::Arguments),
    Wheel(wheel::Arguments),
}

fn main() -> ExitCode {
    let done = |result: anyhow::Result<()>| result.map(|()| ExitCode::SUCCESS);
    let arguments = parse();
    arguments.verbosity.apply();
    let result = match arguments.task {
        Task::Build(arguments) => done(build::run(&arguments)),
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => done(test::run(&arguments)),
        Task::Lint(arguments) => done(lint::run(&arguments)),
        Task::Size(arguments) => done(size::run(&arguments)),
        Task::Bench(arguments) => done(bench::run(&arguments)),
        Task::Book(arguments) => done(book::run(&arguments)),
        Task::CpythonTests(arguments) => done(cpython_tests::run(&arguments)),
        Task::Packages(arguments) => done(packages::run(&arguments)),
        Task::WebTests(arguments) => done(web_tests::run(&arguments)),
        Task::Fuzz(arguments) => done(fuzz::run(&arguments)),
        Task::Endure(arguments) => done(endure::run(&arguments)),
        Task::Checked(arguments) => done(checked::run(&arguments)),
        Task::Hardening(arguments) => done(hardening::run(&arguments)),
        Task::Findings(arguments) => done(findings::run(&arguments)),
        Task::Reproduce(arguments) => done(reproduce::run(&arguments)),
        Task::Release(arguments) => done(release::run(&arguments)),
        Task::Libpython(arguments) => done(libpython::run(&arguments)),
        Task::Dist(arguments) => done(dist::run(&arguments)),
        Task::Installed(arguments) => done(installed::run(&arguments)),
        Task::Pin(arguments) => done(pin::run(&arguments)),
        Task::Compose(arguments) => done(compose::run(&arguments)),
        Task::Hosts(arguments) => done(hosts::run(&arguments)),
        Task::Serve(arguments) => done(serve::run(&arguments)),
        Task::Load(arguments) => done(load::run(&arguments)),
        Task::New(arguments) => done(new::run(&arguments)),
        Task::Wheel(arguments) => done(wheel::run(&arguments)),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Arguments {
    let matches = help::grouped(Arguments::command()).get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}
