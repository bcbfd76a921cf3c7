//! The time from a file to a loaded component: from the component, or from one that was compiled in advance.

use std::path::Path;
use std::time::Instant;

use host_test::{Host, PeopleComponent};

use crate::figures::Measured;
use crate::plan::{Plan, in_turns};
use crate::subjects::Subjects;

/// The number of loads in a turn, of a file that was compiled in advance.
const LOADS: usize = 20;

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
    if plan.wants("load-compiled") {
        eprintln!("measuring load-compiled");
        let rounds = plan.rounds * LOADS;
        let values = in_turns(rounds, subjects.each(), |subject| {
            load_s(host, &subject.compiled)
        })?;
        measured.put("load-compiled", values);
    }
    Ok(())
}

fn load_s(host: &Host, path: &Path) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let guest = host.load::<PeopleComponent>(path)?;
    let elapsed_s = begun.elapsed().as_secs_f64();
    drop(guest);
    Ok(elapsed_s)
}
