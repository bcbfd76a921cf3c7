//! Costs of a component with numpy in its snapshot.

use wasmtime::component::{Component, Val};

use super::calls::compiled_once;
use super::*;

const SCALE: &str = "wasi-py:numbers/series@0.1.0#scale";

fn scale_arguments(count: usize) -> [Val; 2] {
    let values = (0..count).map(|number| Val::Float64(number as f64));
    [Val::List(values.collect()), Val::Float64(2.0)]
}

#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn component_with_numpy_is_small() {
    let (raw, compressed) = sizes(&fixture("numbers"));
    println!("{raw} bytes, {compressed} by zstd");
    assert!(raw <= 35_500_000, "{raw} bytes");
    assert!(compressed <= 14_800_000, "{compressed} bytes by zstd");
}

/// Twice as much as the people component may, whose app does as little.
#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn fresh_instance_with_numpy_changes_few_pages() {
    const NUMBERS: Most = Most {
        pages: 60,
        runs: 48,
    };
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    component("numbers");
    check_fresh("numbers", NUMBERS, || {
        let mut session = Session::start("numbers", |_| {});
        session.call(SCALE, &scale_arguments(3));
        session
    });
}

/// Returns the fuel of a warm call with that many numbers.
fn fuel_of_scaling(component: &Component, count: usize) -> u64 {
    let mut session = Session::on(&COUNTING, component, |_| {});
    let arguments = scale_arguments(count);
    for _ in 0..WARM_CALLS {
        session.call(SCALE, &arguments);
    }
    let before = session.used_fuel();
    session.call(SCALE, &arguments);
    session.used_fuel() - before
}

/// An object for each would take a hundred instructions.
#[test]
#[ignore = "builds numpy, which takes minutes: run `cargo xtask test --full`"]
fn number_of_a_list_takes_few_instructions() {
    const MOST: u64 = 12;
    let component = compiled_once(COUNTING.engine(), "numbers");
    let [some, more] = [MANY, 2 * MANY].map(|count| fuel_of_scaling(&component, count));
    let each = (more - some) / MANY as u64;
    println!("{each} instructions a number");
    assert!(each <= MOST, "{each} instructions a number");
}
