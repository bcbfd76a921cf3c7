//! The command `python` of the component, beside a native one: whole processes, from exec to exit.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::arguments::Arguments;
use crate::figures::{Measured, Workload};
use crate::plan::{Plan, in_turns};
use crate::processes::output;

/// The arguments for an empty program: only the start and the end are measured.
const NOTHING: [&str; 2] = ["-c", "pass"];
/// The arguments that must print the same for both.
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
        "cannot compare Python {} inside with a native {}",
        inside.trim_end(),
        native.trim_end()
    );
    let medians = in_turns(plan.processes, places, |place| {
        seconds(place.python().args(NOTHING))
    })?;
    if let [Some(ours_s), Some(other_s)] = medians {
        measured.command = Some(Workload {
            name: "`-c pass`, from exec to exit",
            ours_s,
            other_s,
        });
    }
    Ok(())
}

/// The Python that is started.
enum Place<'a> {
    /// The command `wasmtime`, with a component that it has compiled in advance.
    Inside {
        wasmtime: &'a Path,
        component: &'a Path,
    },
    /// A native Python. It runs isolated, as the one in the component does.
    Native(&'a Path),
}

impl Place<'_> {
    /// Prepares `python`, without arguments so far.
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

/// Runs a process and returns its seconds.
fn seconds(command: &mut Command) -> anyhow::Result<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let status = command.status().context("cannot run a command")?;
    let elapsed_s = begun.elapsed().as_secs_f64();
    ensure!(status.success(), "a command failed: {status}");
    Ok(elapsed_s)
}
