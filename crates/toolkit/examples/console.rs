//! Shows every kind of step, to tests and to whoever wants to see them:
//! `cargo run --package wasi-py-toolkit --example console`.

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use clap::Parser;
use wasi_py_toolkit::console::{self, Console, Step, Verbosity};
use wlr_libpy::make::Progress;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    verbosity: Verbosity,
    /// How long each step takes, in milliseconds
    #[arg(long, default_value_t = 1500)]
    pause_ms: u64,
}

/// The output of a cargo that has something to do, and to complain of.
const WORK: &str = r"
    printf '   Compiling serde v1.0.0\nwarning: unused variable\n' >&2
    sleep $PAUSE_S
    printf '    Finished release\n' >&2";
/// The output of one that has not.
const FRESH: &str = r"printf '    Finished release\n' >&2";

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    arguments.verbosity.apply();
    let pause = Duration::from_millis(arguments.pause_ms);
    let cargo = |script| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell.env("PAUSE_S", pause.as_secs_f64().to_string());
        shell
    };
    let mut libpython = Console::new("making libpython");
    for (number, what) in ["source of CPython", "C toolchain", "check and store"]
        .iter()
        .enumerate()
    {
        libpython.step(number + 1, 3, what);
        if number == 0 {
            libpython.note("from a file");
        }
        sleep(pause);
    }
    drop(libpython);
    let components = Step::begin_counted("building components", 2);
    for (number, name) in ["words", "store"].iter().enumerate() {
        components.at_part(number, name);
        console::run_unless_fresh(&format!("compiling `{name}`"), &mut cargo(WORK))?;
        console::run_unless_fresh("compiling it again", &mut cargo(FRESH))?;
    }
    drop(components);
    println!("result");
    Ok(())
}
