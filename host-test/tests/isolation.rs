//! Isolation of instances: what one had in its memory is not in that of the next, which gets the very same
//! slot. All of it is searched, byte by byte, through the eyes of the operating system.

mod guests;
mod hardening;

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::ptr;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use guests::{fixture, person};
use hardening::report;
use host_test::{
    Allocation, COMPILED_EXTENSION, Capabilities, EngineOptions, Guest, Host, Instance,
    InstantiateError, Limits, People, Reset,
};
use memchr::memmem;

/// All memory of instances in this process is searched.
static ALONE: Mutex<()> = Mutex::new(());

/// A pool whose next instance gets the slot of the one before.
const ONE: Allocation = Allocation::Pooling { instances: 1 };

const ROUNDS: u64 = 20;
/// Behind what a slot keeps resident, too.
const MANY_COPIES: usize = 1 << 20;

fn host(allocation: Allocation, reset: Reset) -> Host {
    let options = EngineOptions {
        allocation,
        reset,
        ..EngineOptions::default()
    };
    Host::new(options).expect("a host")
}

fn lab(host: &Host) -> Guest {
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

/// Tells secrets to instances one after another, and does `meanwhile` before each ends; returns how many
/// bytes were searched for them.
fn tell_and_search(guest: &Guest, meanwhile: impl Fn()) -> u64 {
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
        meanwhile();
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
    // By the scan where there is no swap, and by what is safe on this machine.
    let hosts = [Reset::Scan, Reset::Safe].map(|reset| host(ONE, reset));
    let searched_bytes = hosts.map(|host| tell_and_search(&lab(&host), || {}));
    let least_bytes = ROUNDS * (8 << 20);
    assert!(
        searched_bytes.iter().all(|&bytes| bytes > least_bytes),
        "{searched_bytes:?}"
    );
    let searched_bytes: u64 = searched_bytes.iter().sum();
    report(
        "isolation",
        &[
            ("secrets told to one instance of a slot", 2 * ROUNDS),
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
    let searched_bytes = tell_and_search(&lab(&host(Allocation::OnDemand, Reset::Safe)), || {});
    assert!(searched_bytes > ROUNDS * (8 << 20), "{searched_bytes}");
}

#[test]
fn secret_of_an_instance_is_not_in_the_memory_of_one_that_lives_beside_it() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let two = Allocation::Pooling { instances: 2 };
    let guest = lab(&host(two, Reset::Scan));
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

/// A file for swap, in use as long as this lives.
struct Swap(PathBuf);

impl Swap {
    /// More than what an instance changes.
    const BYTES: usize = 256 << 20;

    fn add() -> Self {
        let is_root = fs::metadata("/proc/self").expect("Linux").uid() == 0;
        assert!(
            is_root,
            "this test adds swap, which root alone may do\n= help: run it as root"
        );
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("isolation.swap");
        fs::write(&file, vec![0; Self::BYTES]).expect("writes");
        fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("is ours");
        let swap = Self(file);
        swap.give_to("mkswap");
        swap.give_to("swapon");
        swap
    }

    fn give_to(&self, program: &str) {
        let output = Command::new(program).arg(&self.0).output();
        let output = output.unwrap_or_else(|error| panic!("`{program}`: {error}"));
        assert!(output.status.success(), "`{program}`: {output:?}");
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        self.give_to("swapoff");
        let _ = fs::remove_file(&self.0);
    }
}

/// Has the kernel put the memory of instances into swap, as it does when memory is short.
fn swap_out() {
    for Mapping { start, end } in memories() {
        let bytes = (end - start) as usize;
        // Advice alone: what the kernel does not swap out is counted below.
        #[allow(unsafe_code, reason = "`rustix` has no safe function for it")]
        // SAFETY: it changes where pages are kept, and nothing that can be read or written.
        let advised = unsafe {
            rustix::mm::madvise(
                ptr::with_exposed_provenance_mut(start as usize),
                bytes,
                rustix::mm::Advice::LinuxPageOut,
            )
        };
        advised.expect("is mapped");
    }
    assert!(swapped_kib() > 0, "nothing was swapped out");
}

fn swapped_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmSwap:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.expect("a size").parse().expect("a number")
}

#[test]
#[ignore = "adds a file for swap, as root: run `cargo xtask test --full`"]
fn secret_that_was_swapped_out_is_not_in_the_memory_of_the_next_from_its_slot() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = host(ONE, Reset::Scan);
    let _swap = Swap::add();
    if before.options().reset == Reset::Scan {
        let guest = lab(&before);
        let start = || guest.instantiate(&Limits::default(), &Capabilities::none());
        while start().is_ok() {
            thread::sleep(Duration::from_millis(100));
        }
        assert!(matches!(start(), Err(InstantiateError::Swap(_))));
    }
    let after = host(ONE, Reset::Scan);
    assert_eq!(after.options().reset, Reset::Whole);
    let searched_bytes = tell_and_search(&lab(&after), swap_out);
    assert!(searched_bytes > ROUNDS * (8 << 20), "{searched_bytes}");
}
