//! Whole processes: their time from exec to exit, and the memory that a live instance adds to one.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::figures::Measured;
use crate::plan::{Plan, in_turns};
use crate::subjects::Subjects;

/// The number of live instances whose memory is measured.
const LIVE: &str = "50";

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    child: &Path,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if plan.wants("process") {
        eprintln!("measuring process");
        let values = in_turns(plan.processes, subjects.each(), |subject| {
            let mut command = Command::new(child);
            command.arg("call").arg(&subject.compiled);
            let begun = Instant::now();
            let status = command.status().context("cannot run the child")?;
            let elapsed_s = begun.elapsed().as_secs_f64();
            ensure!(status.success(), "the child failed: {status}");
            Ok(elapsed_s)
        })?;
        measured.put("process", values);
    }
    if plan.wants("memory") {
        eprintln!("measuring memory");
        let values = in_turns(plan.rounds, subjects.each(), |subject| {
            let mut command = Command::new(child);
            let printed = output(command.arg("memory").arg(&subject.compiled).arg(LIVE))?;
            printed
                .trim()
                .parse()
                .context("expected a number from the child")
        })?;
        measured.put("memory", values);
    }
    Ok(())
}

/// Runs a program, which must succeed, and returns its output.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot run `{name}`"))?;
    ensure!(
        output.status.success(),
        "`{name}` failed: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim_end()
    );
    Ok(String::from_utf8(output.stdout)?)
}
