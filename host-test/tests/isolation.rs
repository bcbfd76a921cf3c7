//! Isolation of instances: what one had in its memory is not in that of the next, which gets the very same
//! slot. All of it is searched, byte by byte, through the eyes of the operating system.

mod guests;
mod hardening;

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, PoisonError};

use guests::{fixture, person};
use hardening::report;
use host_test::{
    Allocation, COMPILED_EXTENSION, Capabilities, EngineOptions, Guest, Host, Instance, Limits,
    People,
};
use memchr::memmem;

/// All memory of instances in this process is searched.
static ALONE: Mutex<()> = Mutex::new(());

const ROUNDS: u64 = 20;
/// Behind what a slot keeps resident, too.
const MANY_COPIES: usize = 1 << 20;

fn lab(allocation: Allocation) -> Guest {
    let host = Host::new(EngineOptions {
        allocation,
        ..EngineOptions::default()
    })
    .expect("a host");
    let path = fixture("lab-snapshot");
    let compiled = path.with_extension(COMPILED_EXTENSION);
    let load = || {
        let loaded = host.load_through(&path, &compiled);
        loaded.unwrap_or_else(|error| panic!("{error}")).0
    };
    // What has just been compiled is not mapped from the file, by whose name its memory is told.
    drop(load());
    load()
}

/// A mapping of linear memory: begins as a copy of the compiled file, and goes on with what is zero at first.
struct Mapping {
    start: u64,
    end: u64,
}

/// Lists the linear memories of this process, as far as they can be read and written.
fn memories() -> Vec<Mapping> {
    let maps = fs::read_to_string("/proc/self/maps").expect("Linux");
    let mut memories: Vec<Mapping> = Vec::new();
    let mut image_end = None;
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').expect("a mapping");
        let (start, end) = range.split_once('-').expect("a range");
        let [start, end] = [start, end].map(|hex| u64::from_str_radix(hex, 16).expect("hex"));
        let is_image = line.contains(COMPILED_EXTENSION);
        if rest.starts_with("rw-p") && (is_image || image_end == Some(start)) {
            memories.push(Mapping { start, end });
            image_end = Some(end);
        } else {
            image_end = None;
        }
    }
    memories
}

/// Counts how often `secret` is in the memory of instances, and how many bytes were searched.
fn search(secret: &[u8]) -> (usize, u64) {
    let memory = File::open("/proc/self/mem").expect("Linux");
    let (mut found, mut searched_bytes) = (0, 0);
    for Mapping { start, end } in memories() {
        let mut bytes = vec![0; (end - start) as usize];
        memory.read_exact_at(&mut bytes, start).expect("mapped");
        found += memmem::find_iter(&bytes, secret).count();
        searched_bytes += end - start;
    }
    (found, searched_bytes)
}

/// Makes a secret of this round that is nowhere in this process before the guest puts it together.
fn secret(round: u64) -> Vec<u8> {
    format!("secret {round:05} told to nobody").into_bytes()
}

fn run(instance: &mut Instance, name: &str, code: &str) {
    let called = instance.filter_by_tag(&[person(name, 1, &[])], code);
    called.unwrap_or_else(|error| panic!("{error}"));
}

fn start(guest: &Guest) -> Instance {
    let instance = guest.instantiate(&Limits::default(), &Capabilities::none());
    instance.unwrap_or_else(|error| panic!("{error}"))
}

/// Tells secrets to instances one after another; returns how many bytes were searched for them.
fn tell_and_search(guest: &Guest) -> u64 {
    let mut searched_bytes = 0;
    for round in 0..ROUNDS {
        let secret = secret(round);
        let mut first = start(guest);
        let text = String::from_utf8(secret.clone()).expect("ASCII");
        let code =
            format!("kept.secret = people[0].name; kept.copies = kept.secret * {MANY_COPIES}");
        run(&mut first, &text, &code);
        let (there, _) = search(&secret);
        assert!(there >= MANY_COPIES, "found {there} times where it is");
        if round % 3 == 0 {
            // However it ends.
            let stopped = first.filter_by_tag(&[], "import os; os.abort()");
            assert!(stopped.is_err());
        }
        drop(first);
        let mut second = start(guest);
        run(&mut second, "Jo", "result = people");
        let (there, bytes) = search(&secret);
        assert_eq!(there, 0, "round {round}");
        searched_bytes += bytes;
    }
    searched_bytes
}

#[test]
fn secret_of_an_instance_is_not_in_the_memory_of_the_next_from_its_slot() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let searched_bytes = tell_and_search(&lab(Allocation::Pooling { instances: 1 }));
    assert!(searched_bytes > ROUNDS * (8 << 20), "{searched_bytes}");
    report(
        "isolation",
        &[
            ("secrets told to one instance of a slot", ROUNDS),
            (
                "MiB of the next ones searched for them",
                searched_bytes >> 20,
            ),
            ("secrets found", 0),
        ],
    );
}

#[test]
fn secret_of_an_instance_is_not_in_memory_that_is_mapped_on_demand() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let searched_bytes = tell_and_search(&lab(Allocation::OnDemand));
    assert!(searched_bytes > ROUNDS * (8 << 20), "{searched_bytes}");
}

#[test]
fn secret_of_an_instance_is_not_in_the_memory_of_one_that_lives_beside_it() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let guest = lab(Allocation::Pooling { instances: 2 });
    let (mut one, mut other) = (start(&guest), start(&guest));
    let secret = secret(99_999);
    let text = String::from_utf8(secret.clone()).expect("ASCII");
    run(&mut one, &text, "kept.secret = people[0].name");
    run(&mut other, "Jo", "result = people");
    assert!(search(&secret).0 > 0);
    drop(one);
    assert_eq!(search(&secret).0, 0);
    run(&mut other, "Jo", "result = people");
}
