//! The start, the call and the drop of a fresh instance, measured apart. Criterion would plan its iterations
//! by the part that is timed, although the whole may take a hundred times longer, so this is done by hand.

use std::array;
use std::time::{Duration, Instant};

use host_test::{Guest, People, Person};

use crate::figures::{Measured, SUBJECTS};
use crate::people;
use crate::plan::{Plan, median};
use crate::subjects::{Subjects, start};

const IDS: [&str; 3] = ["fresh-start", "fresh-call", "fresh-drop"];

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    if !IDS.iter().any(|id| plan.wants(id)) {
        return Ok(());
    }
    eprintln!("measuring fresh-start, fresh-call, fresh-drop");
    let people = people(3);
    // Of each component and each part, the medians of its turns.
    let mut turns: [[Vec<f64>; IDS.len()]; SUBJECTS] = Default::default();
    for _ in 0..plan.rounds {
        for (subject, turns) in subjects.all.iter().zip(&mut turns) {
            let medians = turn(&subject.guest, &people, plan.turn)?;
            for (turns, median) in turns.iter_mut().zip(medians) {
                turns.extend(median);
            }
        }
    }
    for (part, id) in IDS.into_iter().enumerate() {
        measured.put(id, array::from_fn(|column| median(&turns[column][part])));
    }
    Ok(())
}

/// Returns the median of each part, in seconds.
fn turn(
    guest: &Guest,
    people: &[Person],
    time: Duration,
) -> anyhow::Result<[Option<f64>; IDS.len()]> {
    let mut parts: [Vec<f64>; IDS.len()] = Default::default();
    let begun = Instant::now();
    while begun.elapsed() < time {
        let starting = Instant::now();
        let mut instance = start(guest)?;
        let calling = Instant::now();
        instance.filter_by_tag(people, "student")?;
        let dropping = Instant::now();
        drop(instance);
        let done = Instant::now();
        let times = [calling - starting, dropping - calling, done - dropping];
        for (part, time) in parts.iter_mut().zip(times) {
            part.push(time.as_secs_f64());
        }
    }
    Ok(parts.map(|part| median(&part)))
}
