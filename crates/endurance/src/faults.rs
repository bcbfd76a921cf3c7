//! Faults at random: guests that trap, exit, raise, run out of time or memory, calls that are dropped
//! half-way, a full pool. Healthy calls come in between, and the pool is filled at the end.

mod given_up;
mod stopped;

use std::sync::RwLock;

use fastrand::Rng;
use host_test::{Capabilities, Guest, Instance, InstantiateError, Limits};
use wasmtime::error::Context;
use wasmtime::{bail, ensure};

use crate::footprint::watched;
use crate::guests::{SLOTS, host, load, start};
use crate::parallel::on_threads;
use crate::{Arguments, Row, oracle};
use given_up::GivenUp;

/// The number of faults from one healthy call to the next.
const FAULTS_PER_CALL: usize = 10;

/// The components that faults happen to.
struct Subjects {
    people: Guest,
    lab: Guest,
    given_up: GivenUp,
    /// Shared by those who use one slot, exclusive to one who uses all.
    slots: RwLock<()>,
}

/// A fault: it provokes something, and checks that nothing else went wrong.
struct Fault {
    name: &'static str,
    /// The relative frequency: faults that take long are rare.
    weight: usize,
    happen: fn(&Subjects, &mut Rng) -> wasmtime::Result<()>,
}

const FAULTS: [Fault; 13] = [
    fault("traps", 10, stopped::trap),
    fault("exits", 10, stopped::exit),
    fault("deadlines that passed", 1, stopped::deadline),
    fault("refused memory at the start", 10, stopped::memory_to_start),
    fault("refused memory in a call", 3, stopped::memory_to_grow),
    fault("results too large", 10, stopped::result_too_large),
    fault("exceptions", 3, stopped::exception),
    fault("results of a wrong type", 3, stopped::wrong_type),
    fault("instances dropped before a call", 10, dropped),
    fault("calls dropped while they wait", 10, waiting),
    fault("calls dropped while they compute", 1, computing),
    fault("traps in an import", 10, failing_import),
    fault("pools without a free slot", 5, full),
];

const fn fault(
    name: &'static str,
    weight: usize,
    happen: fn(&Subjects, &mut Rng) -> wasmtime::Result<()>,
) -> Fault {
    Fault {
        name,
        weight,
        happen,
    }
}

pub(crate) fn run(arguments: &Arguments) -> wasmtime::Result<Vec<Row>> {
    let host = host()?;
    let subjects = Subjects {
        people: load(&host, &arguments.people)?,
        lab: load(&host, &arguments.lab)?,
        given_up: GivenUp::new(&host, &arguments.lab)?,
        slots: RwLock::new(()),
    };
    let count = arguments.faults / arguments.threads;
    let threads = on_threads(arguments, |mut random| {
        let mut counts = [0; FAULTS.len()];
        let mut turns = 0;
        let grown_bytes = watched(count, || {
            let chosen = choose(&mut random);
            let Fault { name, happen, .. } = FAULTS[chosen];
            happen(&subjects, &mut random).context(name)?;
            counts[chosen] += 1;
            turns += 1;
            match turns % FAULTS_PER_CALL {
                0 => healthy(&subjects, &mut random),
                _ => Ok(()),
            }
        })?;
        Ok((counts, grown_bytes))
    })?;
    check_slots(&subjects)?;
    Ok(rows(&threads))
}

fn choose(random: &mut Rng) -> usize {
    let mut left = random.usize(..FAULTS.iter().map(|fault| fault.weight).sum::<usize>());
    for (index, fault) in FAULTS.iter().enumerate() {
        match left.checked_sub(fault.weight) {
            Some(rest) => left = rest,
            None => return index,
        }
    }
    0
}

fn rows(threads: &[([u64; FAULTS.len()], u64)]) -> Vec<Row> {
    let count = |index: usize| threads.iter().map(|(counts, _)| counts[index]).sum::<u64>();
    let total = (0..FAULTS.len()).map(count).sum::<u64>();
    let mut rows = vec![("faults".to_owned(), total)];
    let named = FAULTS.iter().enumerate();
    rows.extend(named.map(|(index, fault)| (format!("of them {}", fault.name), count(index))));
    let grown_bytes = threads.iter().map(|(_, grown_bytes)| *grown_bytes).max();
    rows.extend([
        (
            "healthy calls in between".to_owned(),
            total / FAULTS_PER_CALL as u64,
        ),
        ("slots of the pool".to_owned(), SLOTS.into()),
        ("slots given back".to_owned(), SLOTS.into()),
        (
            "KiB by which the host has grown since a tenth of the faults".to_owned(),
            grown_bytes.unwrap_or_default() >> 10,
        ),
    ]);
    rows
}

impl Subjects {
    /// Starts an instance of the lab.
    fn start(&self, limits: &Limits) -> Result<Instance, InstantiateError> {
        self.lab.instantiate(limits, &Capabilities::none())
    }
}

fn healthy(subjects: &Subjects, random: &mut Rng) -> wasmtime::Result<()> {
    let _slot = subjects.slots.read();
    oracle::check(&mut start(&subjects.people)?, random)
}

fn dropped(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let _slot = subjects.slots.read();
    drop(subjects.start(&Limits::default())?);
    Ok(())
}

fn waiting(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let _slot = subjects.slots.read();
    subjects.given_up.waiting()
}

fn computing(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let _slot = subjects.slots.read();
    subjects.given_up.computing()
}

fn failing_import(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let _slot = subjects.slots.read();
    subjects.given_up.failing_import()
}

/// Takes every slot, and checks that another one is refused.
fn full(subjects: &Subjects, _: &mut Rng) -> wasmtime::Result<()> {
    let _slots = subjects.slots.write();
    check_slots(subjects)
}

/// Checks that as many instances can live as there are slots, and no more.
fn check_slots(subjects: &Subjects) -> wasmtime::Result<()> {
    let alive: Vec<Instance> = (0..SLOTS)
        .map(|_| start(&subjects.people))
        .collect::<wasmtime::Result<_>>()?;
    match subjects.start(&Limits::default()) {
        Err(InstantiateError::Full(_)) => {}
        Err(error) => bail!("expected a full pool, found {error}"),
        Ok(_) => bail!("there is room for more than {SLOTS} instances"),
    }
    ensure!(alive.len() == SLOTS as usize);
    Ok(())
}
