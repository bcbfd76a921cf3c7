//! Behaviour of every component of the world, whatever is inside it. Each test runs on Python and on the
//! control.

use crate::guests;

use std::thread;

use guests::{crowd, person, start, try_start};
use host_test::{
    CallError, Capabilities, EngineOptions, Guest, Host, InstantiateError, Limits, People,
    PeopleComponent, Stop,
};

/// Runs each test on every component.
macro_rules! on_every_guest {
    ($($test:ident),* $(,)?) => {
        mod python {
            $(#[test] fn $test() { super::$test(&super::guests::python()); })*
        }
        mod adapted {
            $(
                #[test]
                #[ignore = "takes libpython for preview 1 and cargo-component: run `cargo xtask test --full`"]
                fn $test() { super::$test(&super::guests::adapted()); }
            )*
        }
        mod control {
            $(#[test] fn $test() { super::$test(&super::guests::control()); })*
        }
    };
}

on_every_guest!(
    order_is_kept,
    nobody_gives_nobody,
    a_tag_that_nobody_carries_gives_nobody,
    tags_are_compared_as_a_whole,
    text_of_every_kind_survives,
    every_age_survives,
    the_same_person_twice_stays_twice,
    a_hundred_thousand_people_are_filtered,
    an_instance_answers_again_and_again,
    instances_on_two_threads_do_not_meet,
    an_instance_moves_between_threads,
    too_little_memory_to_start_is_an_error,
    too_little_memory_for_a_call_stops_the_instance_alone,
    a_guest_prints_nothing_of_its_own_accord,
);

fn order_is_kept(guest: &Guest) {
    let people = [
        person("John", 21, &["funny", "student"]),
        person("Joe", 23, &["busy"]),
        person("Jane", 22, &["student", "thoughtful"]),
        person("Adam", 20, &["student"]),
    ];
    let students = start(guest).filter_by_tag(&people, "student");
    assert_eq!(
        students,
        Ok(vec![
            people[0].clone(),
            people[2].clone(),
            people[3].clone()
        ])
    );
}

fn nobody_gives_nobody(guest: &Guest) {
    assert_eq!(start(guest).filter_by_tag(&[], "student"), Ok(vec![]));
}

fn a_tag_that_nobody_carries_gives_nobody(guest: &Guest) {
    let mut instance = start(guest);
    assert_eq!(instance.filter_by_tag(&crowd(10), "nobody's"), Ok(vec![]));
    assert_eq!(
        instance.filter_by_tag(&[person("A", 1, &[])], ""),
        Ok(vec![])
    );
}

fn tags_are_compared_as_a_whole(guest: &Guest) {
    let people = [
        person("A", 1, &["students"]),
        person("B", 2, &["stud", "ent"]),
        person("C", 3, &["Student"]),
        person("D", 4, &[""]),
    ];
    let mut instance = start(guest);
    assert_eq!(instance.filter_by_tag(&people, "student"), Ok(vec![]));
    assert_eq!(
        instance.filter_by_tag(&people, ""),
        Ok(vec![people[3].clone()])
    );
}

fn text_of_every_kind_survives(guest: &Guest) {
    let long = "長".repeat(100_000);
    let tag = "tag\0\u{10ffff}👩‍🔬e\u{301}";
    let names = [
        "",
        "Zoë",
        "太郎",
        "👩‍👩‍👧",
        "line\nbreak\ttab\0nul",
        "\u{feff}\u{202e}",
        &long,
    ];
    let people: Vec<_> = names
        .iter()
        .map(|name| person(name, 1, &["x", tag]))
        .collect();
    assert_eq!(start(guest).filter_by_tag(&people, tag), Ok(people));
}

fn every_age_survives(guest: &Guest) {
    let people: Vec<_> = [0, 1, 255, 256, 32_767, 32_768, 65_535]
        .map(|age| person("A", age, &["x"]))
        .into();
    assert_eq!(start(guest).filter_by_tag(&people, "x"), Ok(people));
}

fn the_same_person_twice_stays_twice(guest: &Guest) {
    let people = vec![person("A", 1, &["x", "x"]); 2];
    assert_eq!(start(guest).filter_by_tag(&people, "x"), Ok(people));
}

fn a_hundred_thousand_people_are_filtered(guest: &Guest) {
    let people = crowd(100_000);
    let even = start(guest).filter_by_tag(&people, "even").expect("people");
    assert_eq!(even.len(), 50_000);
    assert!(even.iter().eq(people.iter().step_by(2)));
}

fn an_instance_answers_again_and_again(guest: &Guest) {
    let mut instance = start(guest);
    for count in 0..100 {
        let people = crowd(count);
        let odd = instance.filter_by_tag(&people, "odd").expect("people");
        assert!(odd.iter().eq(people.iter().skip(1).step_by(2)));
    }
}

fn instances_on_two_threads_do_not_meet(guest: &Guest) {
    let work = |tag: &'static str| {
        let guest = guest.clone();
        move || {
            let people = crowd(1000);
            let mut instance = start(&guest);
            for _ in 0..20 {
                let left = instance.filter_by_tag(&people, tag).expect("people");
                assert!(left.len() == 500 && left.iter().all(|person| person.tags[1] == tag));
            }
        }
    };
    let threads = ["even", "odd"].map(|tag| thread::spawn(work(tag)));
    for thread in threads {
        thread.join().expect("both finish");
    }
}

fn an_instance_moves_between_threads(guest: &Guest) {
    let mut instance = start(guest);
    assert!(instance.filter_by_tag(&crowd(2), "even").is_ok());
    let there = thread::spawn(move || instance.filter_by_tag(&crowd(4), "even"));
    assert_eq!(there.join().expect("it finishes").expect("people").len(), 2);
}

fn too_little_memory_to_start_is_an_error(guest: &Guest) {
    let limits = Limits {
        memory_bytes: 1 << 16,
        ..Limits::default()
    };
    match try_start(guest, &limits) {
        Err(InstantiateError::Stopped { stop, .. }) => {
            assert_eq!(
                stop,
                Stop::MemoryLimit {
                    limit_bytes: 1 << 16
                }
            );
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it started"),
    }
}

fn too_little_memory_for_a_call_stops_the_instance_alone(guest: &Guest) {
    // The arguments alone do not fit, so that no guest can do anything about it.
    let large = vec![person(&"x".repeat(1 << 20), 1, &["x"]); 64];
    let limits = Limits {
        memory_bytes: 48 << 20,
        ..Limits::default()
    };
    let mut instance = try_start(guest, &limits).unwrap_or_else(|error| panic!("{error}"));
    let stop = Stop::MemoryLimit {
        limit_bytes: 48 << 20,
    };
    match instance.filter_by_tag(&large, "x") {
        Err(CallError::Stopped { stop: found, .. }) => assert_eq!(found, stop),
        other => panic!("{other:?}"),
    }
    let again = instance.filter_by_tag(&crowd(2), "even");
    assert_eq!(again, Err(CallError::Poisoned { stop }));
    let mut fresh = try_start(guest, &limits).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(fresh.filter_by_tag(&crowd(2), "even"), Ok(crowd(1)));
}

fn a_guest_prints_nothing_of_its_own_accord(guest: &Guest) {
    let mut instance = start(guest);
    instance.filter_by_tag(&crowd(10), "even").expect("people");
    assert_eq!(instance.output(), host_test::GuestOutput::default());
}

#[test]
fn fuel_is_counted_where_it_is_asked_for() {
    let host = Host::new(EngineOptions {
        fuel: true,
        ..EngineOptions::default()
    })
    .expect("a host");
    let guest = host
        .load::<PeopleComponent>(guests::control_path())
        .expect("the control");
    let with_fuel = |fuel| {
        let limits = Limits {
            fuel: Some(fuel),
            ..Limits::default()
        };
        let mut instance = guest
            .instantiate(&limits, &Capabilities::none())
            .expect("an instance");
        let called = instance.filter_by_tag(&crowd(1000), "even");
        (
            called.map(|people| people.len()),
            instance.used_fuel().expect("fuel"),
        )
    };
    let (called, used) = with_fuel(1_000_000_000);
    assert_eq!(called, Ok(500));
    assert_eq!(
        with_fuel(used),
        (Ok(500), used),
        "the same work costs the same"
    );
    let (starved, _) = with_fuel(used / 2);
    assert!(
        matches!(&starved, Err(CallError::Stopped { stop: Stop::OutOfFuel { fuel }, .. }) if *fuel == used / 2),
        "{starved:?}"
    );
}

#[test]
fn a_limit_that_cannot_be_kept_is_refused() {
    let host = Host::new(EngineOptions {
        deadlines: false,
        ..EngineOptions::default()
    })
    .expect("a host");
    let guest = host
        .load::<PeopleComponent>(guests::control_path())
        .expect("the control");
    let refusal = |limits: Limits| match guest.instantiate(&limits, &Capabilities::none()) {
        Err(error) => error.to_string(),
        Ok(_) => "it started".into(),
    };
    assert_eq!(
        refusal(Limits::default()),
        "a deadline is asked for, but the engine was started without `deadlines`"
    );
    let fuel = Limits {
        deadline: None,
        fuel: Some(1),
        ..Limits::default()
    };
    assert_eq!(
        refusal(fuel),
        "a limit of fuel is asked for, but the engine was started without `fuel`"
    );
}

#[test]
fn a_directory_that_is_not_there_cannot_be_given_away() {
    let capabilities = Capabilities::none().read_only("no/such/directory", "/data");
    let refused = guests::control().instantiate(&Limits::default(), &capabilities);
    let text = refused.err().expect("an error").to_string();
    assert!(
        text.starts_with("the directory `no/such/directory` cannot be given to the guest: "),
        "{text}"
    );
}

#[test]
fn an_engine_is_full_at_the_number_of_instances_it_was_started_for() {
    let host = Host::new(EngineOptions {
        allocation: host_test::Allocation::Pooling { instances: 2 },
        ..EngineOptions::default()
    })
    .expect("a host");
    let guest = host.load(guests::control_path()).expect("the control");
    let (_first, second) = (start(&guest), start(&guest));
    let third = try_start(&guest, &Limits::default());
    assert!(matches!(third, Err(InstantiateError::Full(_))));
    drop(second);
    assert_eq!(start(&guest).filter_by_tag(&crowd(2), "even"), Ok(crowd(1)));
}
