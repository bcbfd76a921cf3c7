//! The tasks of this repository: `cargo xtask --help`. One file a task; what a task needs set up, it sets up itself.

mod console;
mod libpython;
mod setup;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    Libpython(libpython::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Libpython(arguments) => libpython::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
