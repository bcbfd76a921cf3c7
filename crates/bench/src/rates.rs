//! Calls a second, on one thread and on two.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use host_test::{Guest, People, Person};

use crate::figures::Measured;
use crate::people;
use crate::plan::{Plan, in_turns};
use crate::subjects::{Subjects, start};

/// The number of calls between two looks at the clock.
const BATCH: u32 = 16;

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let people = people(3);
    let cases = [
        ("rate-fresh-1", 1, fresh as Worker),
        ("rate-fresh-2", 2, fresh),
        ("rate-warm-1", 1, warm),
        ("rate-warm-2", 2, warm),
    ];
    for (id, threads, worker) in cases {
        if plan.wants(id) {
            eprintln!("measuring {id}");
            let values = in_turns(plan.rounds, subjects.each(), |subject| {
                rate(threads, worker, &subject.guest, &people, plan.turn)
            })?;
            measured.put(id, values);
        }
    }
    Ok(())
}

/// A function that calls for that time and returns the number of calls.
type Worker = fn(&Guest, &[Person], Duration) -> anyhow::Result<u32>;

/// Returns the calls a second of all threads together.
fn rate(
    threads: usize,
    worker: Worker,
    guest: &Guest,
    people: &[Person],
    time: Duration,
) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let counts: Vec<anyhow::Result<u32>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| worker(guest, people, time)))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                let joined = worker.join();
                joined.unwrap_or_else(|_| Err(anyhow!("a calling thread panicked")))
            })
            .collect()
    });
    let elapsed_s = begun.elapsed().as_secs_f64();
    let mut calls = 0.0;
    for count in counts {
        calls += f64::from(count?);
    }
    Ok(calls / elapsed_s)
}

fn fresh(guest: &Guest, people: &[Person], time: Duration) -> anyhow::Result<u32> {
    repeat(time, || {
        start(guest)?.filter_by_tag(people, "student")?;
        Ok(())
    })
}

fn warm(guest: &Guest, people: &[Person], time: Duration) -> anyhow::Result<u32> {
    let mut instance = start(guest)?;
    // The first call is not warm.
    instance.filter_by_tag(people, "student")?;
    repeat(time, || {
        instance.filter_by_tag(people, "student")?;
        Ok(())
    })
}

fn repeat(time: Duration, mut call: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<u32> {
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < time {
        for _ in 0..BATCH {
            call()?;
        }
        count += BATCH;
    }
    Ok(count)
}
