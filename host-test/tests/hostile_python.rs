//! Python that means no good: every case has its outcome pinned, and nothing but the instance it ran in feels
//! it.
//!
//! The cases are the cells of `hostile_python/cases/*.py`, run by the lab; `case.rs` says how they are
//! written. Their outcomes lie beside them and are rewritten by `BLESS=1 cargo test --package host-test
//! --test hostile_python pool`. `CASES=streams` runs those whose names begin like this.

mod guests;
mod hardening;

#[path = "hostile_python/case.rs"]
mod case;
#[path = "hostile_python/run.rs"]
mod run;

use std::sync::{Mutex, PoisonError};

use host_test::{Allocation, EngineOptions};

use case::{Case, CaseFile};
use run::{Kind, Way};

/// Files and memory of the whole process are counted.
static ALONE: Mutex<()> = Mutex::new(());

/// Slots of the pools; few, so that one that is lost is missed.
const SLOTS: u32 = 6;
const POOLING: Allocation = Allocation::Pooling { instances: SLOTS };
/// What `wasmtime` gives by default.
const COMMON_STACK_BYTES: usize = 512 << 10;
/// Less than this library gives, so that the cases which use a stack up need not be endless.
const LARGE_STACK_BYTES: usize = 4 << 20;

/// Runs every case in this way, and checks that each ends as pinned.
fn run_all(name: &str, options: EngineOptions) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let way = Way::new(name, options);
    let files = case::files();
    let cases: Vec<&Case> = files.iter().flat_map(CaseFile::wanted).collect();
    let ends = run::all(&way, &cases);
    let ended = cases.iter().zip(&ends);
    let texts = ended.filter_map(|(case, end)| Some((*case, end.as_ref()?.text.as_str())));
    case::compare(&files, &texts.collect::<Vec<_>>());
}

#[test]
fn no_case_is_pinned_to_a_trap_that_it_does_not_ask_for() {
    let files = case::files();
    let cases = files.iter().flat_map(|file| &file.cases);
    let unasked: Vec<_> = cases
        .filter_map(|case| Some(format!("{}: {}", case.name, case.unasked_stop()?)))
        .collect();
    assert!(
        unasked.is_empty(),
        "these cases crash what they run in, or do not do so as they say\n{}",
        unasked.join("\n")
    );
}

#[test]
fn with_deadlines_and_a_pool_every_case_ends_as_pinned() {
    run_all(
        "pool",
        EngineOptions {
            allocation: POOLING,
            wasm_stack_bytes: LARGE_STACK_BYTES,
            ..EngineOptions::default()
        },
    );
}

#[test]
fn with_memory_on_demand_and_the_stack_of_other_hosts_every_case_ends_as_pinned() {
    run_all(
        "on-demand",
        EngineOptions {
            allocation: Allocation::OnDemand,
            wasm_stack_bytes: COMMON_STACK_BYTES,
            ..EngineOptions::default()
        },
    );
}

#[test]
fn with_fuel_instead_of_deadlines_every_case_ends_as_pinned() {
    run_all(
        "fuel",
        EngineOptions {
            allocation: POOLING,
            deadlines: false,
            fuel: true,
            wasm_stack_bytes: LARGE_STACK_BYTES,
            ..EngineOptions::default()
        },
    );
}

#[test]
fn with_too_small_a_stack_recursion_ends_as_pinned_or_is_stopped_by_name() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let options = EngineOptions {
        allocation: POOLING,
        wasm_stack_bytes: 64 << 10,
        ..EngineOptions::default()
    };
    let way = Way::new("small-stack", options);
    let files = case::files();
    let recursion = files
        .iter()
        .filter(|file| file.name.starts_with("recursion"));
    let cases: Vec<&Case> = recursion.flat_map(CaseFile::wanted).collect();
    let ends = run::all(&way, &cases);
    let stopped = |end: &run::End| end.kind == Kind::Stack;
    for (case, end) in cases.iter().zip(ends.iter().flatten()) {
        let pinned = Some(&end.text) == case.pinned.as_ref();
        assert!(stopped(end) || pinned, "{}: {}", case.name, end.text);
    }
    assert!(
        ends.iter().flatten().any(stopped),
        "the stack was too large"
    );
}
