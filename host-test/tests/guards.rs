//! Costs of the component: a change that makes it dearer shall be meant. They are counted and not timed, so
//! that they are the same on every machine.
//!
//! `RECORD=1 cargo test --package host-test --test guards` records the fuel anew, in
//! `tests/golden/fuel.json`.

mod guests;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use guests::{control_path, crowd, existing, person, python_path, start};
use host_test::{
    COMPILED_EXTENSION, Cache, Capabilities, EngineOptions, Guest, Host, Limits, People, Person,
    Reset,
};

/// Set to record fuel instead of comparing it.
const RECORD: &str = "RECORD";
const HOW_TO_RECORD: &str = "= help: if that is meant, or an improvement, record it: \
                             RECORD=1 cargo test --package host-test --test guards";
/// The distance that fuel may have from what is recorded, in per cent.
const TOLERANCE_PERCENT: u64 = 3;
/// Calls until CPython has specialised the bytecode that they run.
const WARM_CALLS: usize = 100;
const MANY: usize = 10_000;

/// The memory of the whole process is looked at: no other instance may live meanwhile.
static ALONE: Mutex<()> = Mutex::new(());

fn plain_path() -> PathBuf {
    existing(python_path().with_extension("plain.wasm"))
}

fn three_people() -> [Person; 3] {
    [
        person("John", 21, &["funny", "student"]),
        person("Jane", 22, &["thoughtful", "student"]),
        person("Joe", 23, &["curious", "busy"]),
    ]
}

/// Loads a guest that counts its instructions. It is compiled once: the default options would compile it to
/// other code.
fn counting(path: &Path) -> Guest {
    static HOST: LazyLock<Host> = LazyLock::new(|| {
        let options = EngineOptions {
            fuel: true,
            ..EngineOptions::default()
        };
        Host::new(options).expect("a host")
    });
    let name = path.with_extension(COMPILED_EXTENSION);
    let compiled = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.file_name().expect("a name"));
    let (guest, cache) = HOST.load_through(path, &compiled).expect("loads");
    if matches!(cache, Cache::OtherOptions) {
        guest.write_compiled(&compiled).expect("writes");
    }
    guest
}

/// The fuel that an instance uses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fuel {
    first_call: u64,
    warm_call: u64,
    many_people: u64,
}

fn fuel_of(guest: &Guest) -> Fuel {
    let limits = Limits {
        fuel: Some(1 << 40),
        ..Limits::default()
    };
    let instance = guest.instantiate(&limits, &Capabilities::none());
    let mut instance = instance.unwrap_or_else(|error| panic!("{error}"));
    let mut call = |people: &[Person], tag| {
        let called = instance.filter_by_tag(people, tag);
        called.unwrap_or_else(|error| panic!("{error}"));
        instance.used_fuel().expect("fuel is counted")
    };
    let first_call = call(&three_people(), "student");
    for _ in 0..WARM_CALLS {
        call(&three_people(), "student");
    }
    let warm_call = call(&three_people(), "student");
    let many = crowd(MANY);
    call(&many, "even");
    Fuel {
        first_call,
        warm_call,
        many_people: call(&many, "even"),
    }
}

fn recorded_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/fuel.json")
}

#[test]
fn calls_use_the_fuel_that_is_recorded() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let [people, plain, control] =
        [python_path(), plain_path(), control_path()].map(|path| fuel_of(&counting(&path)));
    let now = BTreeMap::from([
        ("people: first call of an instance", people.first_call),
        ("people: warm call with 3 people", people.warm_call),
        (
            "people: warm call with 10 000, each",
            people.many_people / MANY as u64,
        ),
        ("plain: warm call with 3 people", plain.warm_call),
        ("control: first call of an instance", control.first_call),
        ("control: warm call with 3 people", control.warm_call),
        (
            "control: warm call with 10 000, each",
            control.many_people / MANY as u64,
        ),
    ]);
    let path = recorded_path();
    if std::env::var_os(RECORD).is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON") + "\n";
        fs::write(&path, text).expect("writes");
        return;
    }
    let text = fs::read_to_string(&path).expect("is recorded");
    let recorded: BTreeMap<&str, u64> = serde_json::from_str(&text).expect("JSON");
    assert!(
        now.keys().eq(recorded.keys()),
        "other calls are recorded: {recorded:?}\n{HOW_TO_RECORD}"
    );
    let off: Vec<String> = now
        .iter()
        .filter(|(name, fuel)| {
            let recorded = recorded[**name];
            fuel.abs_diff(recorded) * 100 > recorded * TOLERANCE_PERCENT
        })
        .map(|(name, fuel)| format!("{name}: {fuel}, recorded {}", recorded[*name]))
        .collect();
    assert!(
        off.is_empty(),
        "off by more than {TOLERANCE_PERCENT} %:\n{}\n{HOW_TO_RECORD}",
        off.join("\n")
    );
}

#[test]
fn fuel_is_the_same_in_every_instance() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for path in [python_path(), control_path()] {
        let guest = counting(&path);
        let fuel = [(); 4].map(|()| fuel_of(&guest));
        assert!(
            fuel.iter().all(|next| *next == fuel[0]),
            "{path:?}: {fuel:?}"
        );
    }
}

/// Returns the sizes of a component, in bytes.
fn sizes(path: &Path) -> (usize, usize) {
    let component = fs::read(path).expect("a component");
    let compressed = zstd::bulk::compress(&component, 19).expect("compresses");
    (component.len(), compressed.len())
}

#[test]
fn components_are_small() {
    const HELP: &str = "= help: see what it is made of with `cargo xtask size`";
    let (raw, compressed) = sizes(&python_path());
    assert!(raw <= 14_500_000, "{raw} bytes\n{HELP}");
    assert!(
        compressed <= 5_750_000,
        "{compressed} bytes by zstd\n{HELP}"
    );
    let plain = fs::metadata(plain_path()).expect("a component").len();
    assert!(
        plain <= 12_500_000,
        "{plain} bytes without a snapshot\n{HELP}"
    );
}

/// Of the pages that `/proc/self/pagemap` counts in.
const PAGE_BYTES: usize = 4096;
/// The number of bytes that one live instance may have changed.
const CHANGED_BYTES: usize = 200 << 10;
/// `wasmtime` resets 32 runs of changed pages at a time, and leaves what lies behind them to page faults.
const CHANGED_RUNS: usize = 24;

/// Returns the addresses of the pages that instances have to themselves: those of their linear memories, in
/// ascending order.
fn changed_pages() -> Vec<usize> {
    /// Bits of an entry of the page map.
    const PRESENT: u64 = 1 << 63;
    const FILE: u64 = 1 << 61;
    let maps = fs::read_to_string("/proc/self/maps").expect("maps");
    let pagemap = File::open("/proc/self/pagemap").expect("a page map");
    let mut pages = Vec::new();
    let mut image_end = None;
    // Memory begins as a copy of the compiled file; behind that lies what is zero at first.
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').expect("a mapping");
        let (start, end) = range.split_once('-').expect("a range");
        let [start, end] = [start, end].map(|hex| usize::from_str_radix(hex, 16).expect("hex"));
        let is_image = line.contains(COMPILED_EXTENSION);
        let is_memory = rest.starts_with("rw-p") && (is_image || image_end == Some(start));
        image_end = is_image.then_some(end);
        if !is_memory {
            continue;
        }
        let mut entries = vec![0; (end - start) / PAGE_BYTES * size_of::<u64>()];
        let at = start / PAGE_BYTES * size_of::<u64>();
        pagemap
            .read_exact_at(&mut entries, at as u64)
            .expect("entries");
        let entries = entries.chunks_exact(size_of::<u64>());
        for (page, entry) in (start..end).step_by(PAGE_BYTES).zip(entries) {
            let entry = u64::from_ne_bytes(entry.try_into().expect("eight bytes"));
            if entry & (PRESENT | FILE) == PRESENT {
                pages.push(page);
            }
        }
    }
    pages
}

#[test]
fn live_instance_changes_few_pages_of_its_memory() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // A host of its own, none of whose memory has been used.
    let options = EngineOptions {
        reset: Reset::Whole,
        ..EngineOptions::default()
    };
    let host = Host::new(options).expect("a host");
    let compiled = python_path().with_extension(COMPILED_EXTENSION);
    let (guest, _) = host.load_through(python_path(), compiled).expect("loads");
    let before = changed_pages();
    let mut instance = start(&guest);
    instance
        .filter_by_tag(&three_people(), "student")
        .expect("filters");
    let changed: Vec<usize> = changed_pages()
        .into_iter()
        .filter(|page| !before.contains(page))
        .collect();
    let bytes = changed.len() * PAGE_BYTES;
    let runs = changed
        .chunk_by(|page, next| page + PAGE_BYTES == *next)
        .count();
    println!("{} pages in {runs} runs", changed.len());
    assert!(
        (1..=CHANGED_BYTES).contains(&bytes) && runs <= CHANGED_RUNS,
        "{bytes} bytes in {runs} runs at {changed:x?}"
    );
}
