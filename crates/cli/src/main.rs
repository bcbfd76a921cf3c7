//! The command `wasi-py`: what a project around a Python app needs done. One file a subcommand.

mod dependencies;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Components around Python apps.
#[derive(Parser)]
#[command(
    name = "wasi-py",
    bin_name = "cargo wasi-py",
    version,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Lock(dependencies::Lock),
    Install(dependencies::Install),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Lock(arguments) => dependencies::lock(&arguments),
        Command::Install(arguments) => dependencies::install(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
