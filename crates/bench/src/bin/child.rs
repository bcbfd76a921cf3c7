//! A host in a process of its own. `call FILE` filters three people once, `memory FILE COUNT` prints the
//! bytes that a live instance takes. Nothing else of the benchmark is in that process.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use host_test::{Capabilities, EngineOptions, Guest, Host, Instance, Limits, People, Reset};
use wasi_py_bench::people;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["call", file] => load(file).and_then(|guest| called(&guest)).map(drop),
        ["memory", file, count] => memory(file, count),
        _ => Err("expected `call FILE` or `memory FILE COUNT`".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn load(file: &str) -> Outcome<Guest> {
    let host = Host::new(EngineOptions {
        reset: Reset::Scan,
        ..EngineOptions::default()
    })?;
    Ok(host.load(Path::new(file))?)
}

/// Starts an instance and calls it once.
fn called(guest: &Guest) -> Outcome<Instance> {
    let mut instance = guest.instantiate(&Limits::default(), &Capabilities::none())?;
    let students = instance.filter_by_tag(&people(3), "student")?;
    match students.len() {
        2 => Ok(instance),
        found => Err(format!("expected two students, found {found}").into()),
    }
}

/// Prints the private dirty pages of `count` more live instances, in bytes each.
fn memory(file: &str, count: &str) -> Outcome<()> {
    let count: u64 = count.parse()?;
    let guest = load(file)?;
    // The first instance leaves behind what belongs to the engine: code that was touched, the allocator's own
    // pages.
    let mut alive = vec![called(&guest)?];
    let before_bytes = private_dirty_bytes()?;
    for _ in 0..count {
        alive.push(called(&guest)?);
    }
    let grown_bytes = private_dirty_bytes()?.saturating_sub(before_bytes);
    println!("{}", grown_bytes / count.max(1));
    Ok(())
}

fn private_dirty_bytes() -> Outcome<u64> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Private_Dirty:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .ok_or("there is no `Private_Dirty` in `/proc/self/smaps_rollup`")?;
    Ok(line.trim().parse::<u64>()? * 1024)
}
