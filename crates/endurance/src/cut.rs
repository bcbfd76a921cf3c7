//! One instance of async Python before another, called on and on. Calls between the two are cancelled, calls
//! of the host are let go, streams are dropped at either end: nothing of that stays behind.

mod pair;
mod streams;

use fastrand::Rng;
use wasmtime::ensure;
use wasmtime::error::Context;

use crate::footprint::watched;
use crate::guests::{concurrent_host, load};
use crate::parallel::on_threads;
use crate::{Arguments, Row};
use pair::{Left, Pair};

/// The turns of each kind in a row before anything is counted. The heaps keep the sizes that they grow to.
const WARM_UP: usize = 300;
/// The number of turns from one look at what is left to the next.
const TURNS_PER_LOOK: usize = 100;

/// A way to end something before its end.
struct Cut {
    name: &'static str,
    /// Does it. Returns how often.
    make: fn(&mut Pair, &mut Rng) -> wasmtime::Result<u64>,
}

/// The index of those that are cancelled by the other component.
const CANCELLED: usize = 0;

const CUTS: [Cut; 6] = [
    cut("calls cancelled by the other component", Pair::cancel_calls),
    cut("calls let go by the host", Pair::let_go),
    cut("streams dropped unread", Pair::drop_unread),
    cut("streams dropped by who reads", Pair::drop_while_reading),
    cut("streams ended early by who writes", Pair::end_early),
    cut("streams dropped by Python", Pair::drop_in_python),
];

const fn cut(name: &'static str, make: fn(&mut Pair, &mut Rng) -> wasmtime::Result<u64>) -> Cut {
    Cut { name, make }
}

pub(crate) fn run(arguments: &Arguments) -> wasmtime::Result<Vec<Row>> {
    let guest = load(&concurrent_host()?, &arguments.supervised)?;
    let threads = on_threads(arguments, |mut random| {
        let mut pair = Pair::start(&guest)?;
        let begun = warm_up(&mut pair, &mut random)?;
        let mut counts = [0; CUTS.len()];
        let mut turns = 0;
        let grown_bytes = watched(arguments.cut, || {
            let chosen = random.usize(..CUTS.len());
            let Cut { name, make } = CUTS[chosen];
            counts[chosen] += make(&mut pair, &mut random).context(name)?;
            turns += 1;
            if turns % TURNS_PER_LOOK == 0 {
                check(&mut pair, &begun, counts[CANCELLED])?;
            }
            Ok(())
        })?;
        check(&mut pair, &begun, counts[CANCELLED])?;
        Ok((counts, grown_bytes))
    })?;
    Ok(rows(&threads))
}

fn warm_up(pair: &mut Pair, random: &mut Rng) -> wasmtime::Result<Left> {
    for Cut { name, make } in &CUTS {
        for _ in 0..WARM_UP {
            make(pair, random).context(*name)?;
        }
        pair.left().context(*name)?;
    }
    pair.left()
}

fn check(pair: &mut Pair, begun: &Left, cancelled: u64) -> wasmtime::Result<()> {
    let left = pair.left()?;
    ensure!(
        left.is_no_more_than(begun, cancelled),
        "{left:?} is left, {begun:?} was"
    );
    Ok(())
}

fn rows(threads: &[([u64; CUTS.len()], u64)]) -> Vec<Row> {
    let count = |index: usize| threads.iter().map(|(counts, _)| counts[index]).sum::<u64>();
    let named = CUTS.iter().enumerate();
    let mut rows: Vec<Row> = named
        .map(|(index, cut)| (cut.name.to_owned(), count(index)))
        .collect();
    let grown_bytes = threads.iter().map(|(_, grown_bytes)| *grown_bytes).max();
    rows.extend([
        (
            "tasks and KiB that they left in the instances".to_owned(),
            0,
        ),
        (
            "KiB by which the host has grown since a tenth of these".to_owned(),
            grown_bytes.unwrap_or_default() >> 10,
        ),
    ]);
    rows
}
