//! The component as `python`'s own command, beside a native one: whole processes, from exec to exit.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::arguments::Arguments;
use crate::figures::{Measured, Workload};
use crate::plan::{Plan, in_turns};
use crate::processes::output;

/// The program that is not there: what is measured is the start and the end.
const NOTHING: [&str; 2] = ["-c", "pass"];
/// What both have to print alike.
const VERSION: [&str; 2] = ["-c", "import platform; print(platform.python_version())"];

pub(crate) fn measure(
    plan: &Plan,
    arguments: &Arguments,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if !plan.wants("command") {
        return Ok(());
    }
    eprintln!("measuring command");
    let missing = "no command to measure\n= help: run `cargo xtask bench`";
    let wasmtime = arguments.wasmtime.as_deref().context(missing)?;
    let component = arguments.command.as_deref().context(missing)?;
    let places = [
        &Place::Inside {
            wasmtime,
            component,
        },
        &Place::Native(&arguments.native_python),
    ];
    let [inside, native] = places.map(|place| output(place.python().args(VERSION)));
    let (inside, native) = (inside?, native?);
    ensure!(
        inside == native,
        "Python {} inside cannot be compared with a native {}",
        inside.trim_end(),
        native.trim_end()
    );
    let medians = in_turns(plan.processes, places, |place| {
        seconds(place.python().args(NOTHING))
    })?;
    if let [Some(inside_s), Some(native_s)] = medians {
        measured.command = Some(Workload {
            name: "`-c pass`, from exec to exit",
            inside_s,
            native_s,
        });
    }
    Ok(())
}

/// Where Python is started.
enum Place<'a> {
    /// By the command `wasmtime`, from a component that it has compiled in advance.
    Inside {
        wasmtime: &'a Path,
        component: &'a Path,
    },
    /// Isolated, as the component is.
    Native(&'a Path),
}

impl Place<'_> {
    /// `python`, without arguments so far.
    fn python(&self) -> Command {
        match self {
            Self::Inside {
                wasmtime,
                component,
            } => {
                let mut command = Command::new(wasmtime);
                command.args(["run", "--allow-precompiled"]).arg(component);
                command
            }
            Self::Native(python) => {
                let mut command = Command::new(python);
                command.arg("-I");
                command
            }
        }
    }
}

/// How long a process takes.
fn seconds(command: &mut Command) -> anyhow::Result<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let status = command.status().context("cannot run a command")?;
    let elapsed_s = begun.elapsed().as_secs_f64();
    ensure!(status.success(), "a command failed: {status}");
    Ok(elapsed_s)
}
