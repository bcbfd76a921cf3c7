//! From a file to a loaded component.

use std::path::Path;
use std::time::Instant;

use host_test::Host;

use crate::figures::Measured;
use crate::plan::{Plan, in_turns};
use crate::subjects::Subjects;

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let host = subjects.host();
    if plan.wants("compile") {
        eprintln!("measuring compile");
        let values = in_turns(plan.compilations, subjects.each(), |subject| {
            load_s(host, &subject.path)
        })?;
        measured.put("compile", values);
    }
    Ok(())
}

fn load_s(host: &Host, path: &Path) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let guest = host.load(path)?;
    let elapsed_s = begun.elapsed().as_secs_f64();
    drop(guest);
    Ok(elapsed_s)
}
