//! The tasks of this repository: `cargo xtask --help`. One file a task; what a task needs set up, it sets up itself.

mod adapted;
mod bench;
mod book;
mod component;
mod composition;
mod cpython_tests;
mod host;
mod hosts;
mod lint;
mod node;
mod pin;
mod program;
mod project;
mod python;
mod reproduce;
mod shell;
mod size;
mod tests;
mod wasmtime;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wasi_py_project::libpython::command as libpython;

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
    Reproduce(reproduce::Arguments),
    Libpython(libpython::Arguments),
    Pin(pin::Arguments),
    Compose(composition::Arguments),
    Hosts(hosts::Arguments),
    New(project::Arguments),
}

fn main() -> ExitCode {
    let done = |result: anyhow::Result<()>| result.map(|()| ExitCode::SUCCESS);
    let result = match Arguments::parse().task {
        Task::Build(arguments) => done(component::run(&arguments)),
        Task::Run(arguments) => host::run(&arguments),
        Task::Test(arguments) => done(tests::run(&arguments)),
        Task::Lint(arguments) => done(lint::run(&arguments)),
        Task::Size(arguments) => done(size::run(&arguments)),
        Task::Bench(arguments) => done(bench::run(&arguments)),
        Task::Book(arguments) => done(book::run(&arguments)),
        Task::CpythonTests(arguments) => done(cpython_tests::run(&arguments)),
        Task::Reproduce(arguments) => done(reproduce::run(&arguments)),
        Task::Libpython(arguments) => done(libpython::run(&arguments)),
        Task::Pin(arguments) => done(pin::run(&arguments)),
        Task::Compose(arguments) => done(composition::run(&arguments)),
        Task::Hosts(arguments) => done(hosts::run(&arguments)),
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
