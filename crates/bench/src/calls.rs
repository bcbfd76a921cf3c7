//! Instances and calls, by criterion.

use std::path::Path;

use anyhow::Context;
use criterion::{Bencher, BenchmarkId, Criterion};
use host_test::{Guest, Instance, People, Person};

use crate::figures::{Measured, SUBJECTS};
use crate::people;
use crate::plan::{Plan, median};
use crate::subjects::{Subject, Subjects, start};

/// The reason why a call cannot fail here.
const CHECKED: &str = "it answered when it was loaded";

/// A case for criterion, which measures it for each component in its turn.
#[derive(Clone, Copy)]
struct Case {
    /// The name of the figure.
    id: &'static str,
    /// The number of people that are filtered.
    people: usize,
    /// The number that an iteration's time is divided by.
    parts: u32,
    guest: fn(&Subject) -> Option<&Guest>,
    body: fn(&mut Bencher<'_>, &Guest, &[Person]),
}

const CASES: [Case; 11] = [
    fresh("fresh-pooling", |subject| Some(&subject.guest)),
    fresh("fresh-whole", |subject| Some(&subject.whole)),
    fresh("fresh-on-demand", |subject| Some(&subject.on_demand)),
    fresh("fresh-minimal", |subject| subject.minimal.as_ref()),
    warm_with("warm-3", 3, 1),
    Case {
        guest: |subject| subject.minimal.as_ref(),
        ..warm_with("warm-minimal-3", 3, 1)
    },
    warm_with("warm-100", 100, 1),
    warm_with("warm-10000", 10_000, 10_000),
    fresh("fresh-composed", |subject| subject.composed.as_ref()),
    composed(warm_with("warm-composed-3", 3, 1)),
    composed(warm_with("warm-composed-10000", 10_000, 10_000)),
];

const fn fresh(id: &'static str, guest: fn(&Subject) -> Option<&Guest>) -> Case {
    Case {
        id,
        people: 3,
        parts: 1,
        guest,
        body: whole,
    }
}

const fn warm_with(id: &'static str, people: usize, parts: u32) -> Case {
    Case {
        id,
        people,
        parts,
        guest: |subject| Some(&subject.guest),
        body: warm,
    }
}

/// Makes the same case for the composed component.
const fn composed(case: Case) -> Case {
    Case {
        guest: |subject| subject.composed.as_ref(),
        ..case
    }
}

pub(crate) fn measure(
    plan: &Plan,
    subjects: &Subjects,
    scratch: &Path,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let folder = scratch.join("criterion");
    let mut criterion = Criterion::default()
        .without_plots()
        .output_directory(&folder)
        .sample_size(20)
        .warm_up_time(plan.turn / 4)
        .measurement_time(plan.turn);
    for case in CASES.iter().filter(|case| plan.wants(case.id)) {
        run(&mut criterion, case, plan.rounds, subjects);
        let mut values = [None; SUBJECTS];
        for (value, subject) in values.iter_mut().zip(&subjects.all) {
            if (case.guest)(subject).is_none() {
                continue;
            }
            let turns = turns_s(&folder.join(case.id).join(subject.name), plan.rounds)?;
            *value = median(&turns).map(|whole_s| whole_s / f64::from(case.parts));
        }
        measured.put(case.id, values);
    }
    Ok(())
}

/// Lets the components take turns, since the speed of a machine changes within seconds.
fn run(criterion: &mut Criterion, case: &Case, rounds: usize, subjects: &Subjects) {
    let people = people(case.people);
    let mut group = criterion.benchmark_group(case.id);
    for round in 0..rounds {
        for subject in &subjects.all {
            if let Some(guest) = (case.guest)(subject) {
                group.bench_function(BenchmarkId::new(subject.name, round), |bencher| {
                    (case.body)(bencher, guest, &people);
                });
            }
        }
    }
    group.finish();
}

/// Reads criterion's median of each turn, in seconds.
fn turns_s(folder: &Path, rounds: usize) -> anyhow::Result<Vec<f64>> {
    let turn = |round: usize| {
        let file = folder.join(round.to_string()).join("new/estimates.json");
        let estimates: Estimates = serde_json::from_slice(&std::fs::read(&file)?)?;
        Ok(estimates.median.point_estimate * 1e-9)
    };
    (0..rounds)
        .map(turn)
        .collect::<anyhow::Result<_>>()
        .context("cannot read criterion's estimates")
}

/// The part of criterion's `estimates.json` that is read, in nanoseconds.
#[derive(serde::Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(serde::Deserialize)]
struct Estimate {
    point_estimate: f64,
}

fn call(instance: &mut Instance, people: &[Person]) -> Vec<Person> {
    instance.filter_by_tag(people, "student").expect(CHECKED)
}

fn whole(bencher: &mut Bencher<'_>, guest: &Guest, people: &[Person]) {
    bencher.iter(|| call(&mut start(guest).expect(CHECKED), people));
}

fn warm(bencher: &mut Bencher<'_>, guest: &Guest, people: &[Person]) {
    let mut instance = start(guest).expect(CHECKED);
    // The first call is not warm, least of all if it starts Python.
    call(&mut instance, people);
    bencher.iter(|| call(&mut instance, people));
}
