//! The command `wasi-py`, the tasks of a project around a Python app. Each subcommand has its file.
//!
//! With the feature `subcommand` it is there under a second name, `cargo-wasi-py`, for `cargo wasi-py`.

#![forbid(unsafe_code)]

mod build;
mod check;
mod dependencies;
mod doctor;
mod new;
mod parts;
mod serve;
mod tools;
mod verify;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wasi_py_toolkit::console::Verbosity;
use wasi_py_toolkit::libpython::command as libpython;

const USES: &str = "\
Examples:
  cargo wasi-py new ../words     starts a project in a new folder
  cargo wasi-py build            dist/words.wasm, and a bill of materials beside it
  cargo wasi-py serve            answers HTTP requests, by the sources as they are
  cargo wasi-py check            whether the app has what its world exports
  cargo wasi-py test -- -k one   the app's own tests, on this machine's Python

The first build on a machine makes libpython and compiles the tools: about ten minutes on two cores.
They are kept in the cache (`$WASI_PY_CACHE`, else `~/.cache/wasi-py-rs`): later builds take seconds.";

/// Components around Python apps.
#[derive(Parser)]
#[command(
    name = "wasi-py",
    bin_name = "cargo wasi-py",
    version,
    arg_required_else_help = true,
    after_help = USES
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    verbosity: Verbosity,
}

#[derive(Subcommand)]
enum Command {
    New(new::Arguments),
    Build(build::Arguments),
    Serve(serve::Arguments),
    Test(tools::Test),
    Check(check::Arguments),
    Stubs(world::Stubs),
    Lock(dependencies::Lock),
    Install(dependencies::Install),
    Libpython(libpython::Arguments),
    Doctor(doctor::Arguments),
    Verify(verify::Arguments),
}

/// Runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse_from(given(std::env::args_os()));
    arguments.verbosity.apply();
    let result = match arguments.command {
        Command::New(arguments) => new::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments).map(|never| match never {}),
        Command::Test(arguments) => tools::test(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Stubs(arguments) => world::stubs(&arguments),
        Command::Lock(arguments) => dependencies::lock(&arguments),
        Command::Install(arguments) => dependencies::install(&arguments),
        Command::Libpython(arguments) => libpython::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the arguments. Cargo gives a command its own name first.
fn given(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    let is_name = |(index, argument): &(usize, OsString)| *index == 1 && argument == "wasi-py";
    let others = arguments.enumerate().filter(move |given| !is_name(given));
    others.map(|(_, argument)| argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_that_cargo_gives_is_no_argument() {
        let given = |arguments: &[&str]| {
            let arguments = arguments.iter().map(OsString::from);
            given(arguments).collect::<Vec<_>>()
        };
        assert_eq!(
            given(&["cargo-wasi-py", "wasi-py", "new", "wasi-py"]),
            ["cargo-wasi-py", "new", "wasi-py"]
        );
        assert_eq!(
            given(&["wasi-py", "new", "words"]),
            ["wasi-py", "new", "words"]
        );
    }
}
