//! Python that means no good, as sources in the sandbox: the same cases as in `hostile_python.rs`. The kind
//! of each end is pinned in `hostile_python/sandbox.kinds`, which `BLESS=1 cargo test --package host-test
//! --test hostile_sandbox` rewrites.

mod hardening;

#[path = "hostile_python/case.rs"]
#[allow(dead_code, reason = "the ends of cases are told otherwise here")]
mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use host_test::{Allocation, EngineOptions, Host};
use wasi_py_sandbox::{FailureKind, Limits, Sandbox};

use case::{Case, CaseFile};
use hardening::{assert_no_more_than, footprint, report};

const WORKERS: usize = 2;
/// A source that is stopped ends this long after its time at the latest, on the busiest of machines.
const BOUND: Duration = Duration::from_secs(30);
/// The end of a source that has an outcome.
const RETURNED: &str = "returned";

/// What the lab gives to cases.
const PRELUDE: &str = "\
from types import SimpleNamespace as Person
kept, behaviours, result = Person(), Person(), []
people = [Person(name='John', age=21, tags=['funny', 'student']), Person(name='Joe', age=23, tags=['busy'])]
";

fn sandbox() -> Sandbox {
    let options = EngineOptions {
        allocation: Allocation::Pooling {
            instances: WORKERS as u32,
        },
        ..EngineOptions::default()
    };
    let host = Host::new(options).expect("a host");
    let wasm = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fixtures/sandbox.wasm");
    let loaded = Sandbox::load(&host, &wasm, wasm.with_extension("cwasm"));
    loaded.unwrap_or_else(|error| panic!("{error}\n= help: run `cargo xtask test sandbox`"))
}

/// Runs a case, then another source in the same slot, and tells the kind of its end.
fn run(sandbox: &Sandbox, case: &Case) -> &'static str {
    let limits = Limits {
        memory_bytes: case.memory_bytes,
        time: Some(case.deadline),
        ..Limits::default()
    };
    let began = Instant::now();
    let ended = sandbox
        .clone()
        .with_limits(&limits)
        .run(&(PRELUDE.to_owned() + &case.code), &[]);
    let took = began.elapsed();
    assert!(took < case.deadline + BOUND, "{} took {took:?}", case.name);
    let after = sandbox.run("sum(range(10))", &[]);
    assert_eq!(
        after.map(|outcome| outcome.value),
        Ok(45.into()),
        "{}",
        case.name
    );
    match ended {
        Ok(_) => RETURNED,
        Err(failure) => failure.kind.name(),
    }
}

fn run_all<'a>(sandbox: &Sandbox, cases: &[&'a Case]) -> BTreeMap<&'a str, &'static str> {
    let (next, ends) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let end = run(sandbox, case);
            ends.lock().expect("unpoisoned").insert(&*case.name, end);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().expect("every case ends");
        }
    });
    ends.into_inner().expect("unpoisoned")
}

fn pinned() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile_python/sandbox.kinds")
}

#[test]
fn every_case_ends_as_pinned_and_leaves_nothing() {
    let files = case::files();
    let cases: Vec<&Case> = files.iter().flat_map(CaseFile::wanted).collect();
    let sandbox = sandbox();
    // Uses what the slots keep.
    run_all(&sandbox, &cases[..WORKERS]);
    let before = footprint();
    let ends = run_all(&sandbox, &cases);
    assert_no_more_than(&before);
    let sessions: Vec<_> = (0..WORKERS)
        .map(|_| sandbox.open().expect("a slot"))
        .collect();
    let full = sandbox.open().map(drop).map_err(|failure| failure.kind);
    assert_eq!(full, Err(FailureKind::Unavailable));
    drop(sessions);
    report(
        "hostile-sandbox",
        &[
            ("cases", ends.len() as u64),
            ("sources run after them in their slots", ends.len() as u64),
            ("files left open", 0),
            ("slots lost", 0),
        ],
    );
    let mut text = String::new();
    for (name, end) in &ends {
        writeln!(text, "{end:<16}{name}").expect("writes to memory");
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(pinned(), text).expect("writes");
        return;
    }
    let pinned = fs::read_to_string(pinned()).unwrap_or_default();
    let pinned: BTreeSet<&str> = pinned.lines().collect();
    let unexpected: Vec<&str> = text.lines().filter(|line| !pinned.contains(line)).collect();
    assert!(
        unexpected.is_empty(),
        "ended otherwise:\n{}",
        unexpected.join("\n")
    );
}
