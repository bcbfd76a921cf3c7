//! The command `wasi-py`: what a project around a Python app needs done. One file a subcommand.

mod build;
mod check;
mod dependencies;
mod new;
mod place;
mod tools;
mod world;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wasi_py_project::libpython::command as libpython;

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
    New(new::Arguments),
    Build(build::Arguments),
    Test(tools::Test),
    Check(check::Arguments),
    Stubs(world::Stubs),
    Lock(dependencies::Lock),
    Install(dependencies::Install),
    Libpython(libpython::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::New(arguments) => new::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Test(arguments) => tools::test(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Stubs(arguments) => world::stubs(&arguments),
        Command::Lock(arguments) => dependencies::lock(&arguments),
        Command::Install(arguments) => dependencies::install(&arguments),
        Command::Libpython(arguments) => libpython::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
