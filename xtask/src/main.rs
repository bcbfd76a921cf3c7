//! The tasks of this repository: `cargo xtask --help`. One file a task; what a task needs set up, it sets up itself.

#![forbid(unsafe_code)]

mod adapted;
mod bench;
mod book;
mod checked;
mod component;
mod composition;
mod cpython_tests;
mod endurance;
mod figures;
mod findings;
mod fuzz;
mod hardening;
mod help;
mod host;
mod hosts;
mod http;
mod lint;
mod load;
mod node;
mod pin;
mod program;
mod project;
mod python;
mod registry;
mod reproduce;
mod shell;
mod size;
mod tests;
mod wasmtime;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use wasi_py_project::console::Verbosity;
use wasi_py_project::libpython::command as libpython;

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
    Build(component::Arguments),
    Run(host::Arguments),
    Test(tests::Arguments),
    Lint(lint::Arguments),
    Size(size::Arguments),
    Bench(bench::Arguments),
    Book(book::Arguments),
    CpythonTests(cpython_tests::Arguments),
    Fuzz(fuzz::Arguments),
    Endure(endurance::Arguments),
    Checked(checked::Arguments),
    Hardening(hardening::Arguments),
    Findings(findings::Arguments),
    Reproduce(reproduce::Arguments),
    #[command(after_help = LIBPYTHON_USES)]
    Libpython(libpython::Arguments),
    Pin(pin::Arguments),
    Compose(composition::Arguments),
    Hosts(hosts::Arguments),
    Serve(http::Arguments),
    Load(load::Arguments),
    New(project::Arguments),
}

fn main() -> ExitCode {
    let done = |result: anyhow::Result<()>| result.map(|()| ExitCode::SUCCESS);
    let arguments = parse();
    arguments.verbosity.apply();
    let result = match arguments.task {
        Task::Build(arguments) => done(component::run(&arguments)),
        Task::Run(arguments) => host::run(&arguments),
        Task::Test(arguments) => done(tests::run(&arguments)),
        Task::Lint(arguments) => done(lint::run(&arguments)),
        Task::Size(arguments) => done(size::run(&arguments)),
        Task::Bench(arguments) => done(bench::run(&arguments)),
        Task::Book(arguments) => done(book::run(&arguments)),
        Task::CpythonTests(arguments) => done(cpython_tests::run(&arguments)),
        Task::Fuzz(arguments) => done(fuzz::run(&arguments)),
        Task::Endure(arguments) => done(endurance::run(&arguments)),
        Task::Checked(arguments) => done(checked::run(&arguments)),
        Task::Hardening(arguments) => done(hardening::run(&arguments)),
        Task::Findings(arguments) => done(findings::run(&arguments)),
        Task::Reproduce(arguments) => done(reproduce::run(&arguments)),
        Task::Libpython(arguments) => done(libpython::run(&arguments)),
        Task::Pin(arguments) => done(pin::run(&arguments)),
        Task::Compose(arguments) => done(composition::run(&arguments)),
        Task::Hosts(arguments) => done(hosts::run(&arguments)),
        Task::Serve(arguments) => done(http::run(&arguments)),
        Task::Load(arguments) => done(load::run(&arguments)),
        Task::New(arguments) => done(project::run(&arguments)),
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
