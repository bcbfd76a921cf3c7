//! Costs of the component: a change that makes it dearer shall be meant. They are counted and not timed, so
//! that they are the same on every machine.
//!
//! `RECORD=1 cargo test --package host-test --test guards` records the fuel anew, in
//! `tests/golden/fuel.json`.

mod calls;
mod guests;
#[path = "guards/memory.rs"]
mod memory;
#[path = "guards/numbers.rs"]
mod numbers;
#[path = "guards/requests.rs"]
mod requests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use calls::{Session, State, component};
use guests::{control_path, crowd, existing, fixture, person, python_path, start};
use host_test::{
    COMPILED_EXTENSION, Cache, Capabilities, EngineOptions, Guest, Host, Limits, People, Person,
    Reset, with_random,
};
use memory::{Changed, private_dirty_bytes};
use requests::{Asked, page_faults};
use wasi_py_host::World;
use wasi_py_host::http::Handler;
use wasmtime::StoreContextMut;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, LinkerInstance, Val};

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
static ALONE_IN_PROCESS: Mutex<()> = Mutex::new(());

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

/// The host whose guests count their instructions.
static COUNTING: LazyLock<Host> = LazyLock::new(|| {
    let options = EngineOptions {
        fuel: true,
        ..EngineOptions::default()
    };
    Host::new(options).expect("a host")
});

/// Loads a guest that counts its instructions. It is compiled once: the default options would compile it to
/// other code.
fn counting<W: World>(host: &Host, path: &Path) -> wasi_py_host::Guest<W> {
    let name = path.with_extension(COMPILED_EXTENSION);
    let compiled = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.file_name().expect("a name"));
    let (guest, cache) = host.load_through(path, &compiled).expect("loads");
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
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let [people, alone, plain, control] = [
        python_path(),
        fixture("people-alone"),
        plain_path(),
        control_path(),
    ]
    .map(|path| fuel_of(&counting(&COUNTING, &path)));
    let [get, post] = [GET, POST].map(fuel_of_request);
    let now = BTreeMap::from([
        ("people: first call of an instance", people.first_call),
        ("people: warm call with 3 people", people.warm_call),
        (
            "people: warm call with 10 000, each",
            people.many_people / MANY as u64,
        ),
        ("alone: first call of an instance", alone.first_call),
        ("alone: warm call with 3 people", alone.warm_call),
        (
            "alone: warm call with 10 000, each",
            alone.many_people / MANY as u64,
        ),
        ("plain: warm call with 3 people", plain.warm_call),
        ("http: GET / in a fresh instance", get),
        ("http: POST in a fresh instance", post),
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
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for path in [python_path(), fixture("people-alone"), control_path()] {
        let guest = counting(&COUNTING, &path);
        let fuel = [(); 4].map(|()| fuel_of(&guest));
        assert!(
            fuel.iter().all(|next| *next == fuel[0]),
            "{path:?}: {fuel:?}"
        );
    }
}

const GET: Asked = Asked::new("GET", "/", "");
const POST: Asked = Asked::new(
    "POST",
    "/people/student",
    r#"[{"name": "John", "age": 21, "tags": ["funny", "student"]}, {"name": "Jane", "age": 22, "tags": ["thoughtful", "student"]}, {"name": "George", "age": 75, "tags": ["wise", "retired"]}]"#,
);

/// Returns the fuel of a request to the example `http` in an instance of its own.
fn fuel_of_request(asked: Asked) -> u64 {
    let host = COUNTING.with_http().expect("links");
    let guest = counting::<Handler>(&host, &fixture("http"));
    let limits = Limits {
        fuel: Some(1 << 40),
        ..Limits::default()
    };
    let instance = asked.answered_by(&guest, &limits);
    instance.used_fuel().expect("fuel is counted")
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
    assert!(raw <= 14_100_000, "{raw} bytes\n{HELP}");
    assert!(
        compressed <= 5_800_000,
        "{compressed} bytes by zstd\n{HELP}"
    );
    let plain = fs::metadata(plain_path()).expect("a component").len();
    assert!(
        plain <= 12_050_000,
        "{plain} bytes without a snapshot\n{HELP}"
    );
}

/// The most that a fresh instance may change of its memory when it is called once.
#[derive(Clone, Copy)]
struct Most {
    pages: usize,
    /// `wasmtime` resets 32 runs of changed pages at a time, and leaves what lies behind them to page faults.
    runs: usize,
}

/// Checks the memory of a fresh instance that `call` starts and calls. It returns what keeps the instance
/// alive.
fn check_fresh<T>(name: &str, most: Most, call: impl FnOnce() -> T) {
    let changed = Changed::by(call);
    let (pages, runs) = (changed.pages.len(), changed.runs());
    println!("{name}: {pages} pages in {runs} runs");
    assert!(
        (1..=most.pages).contains(&pages) && runs <= most.runs,
        "{name}: {pages} pages in {runs} runs at {:x?}",
        changed.pages
    );
}

/// Makes a host, none of whose memory has been used.
fn untouched(reset: Reset) -> Host {
    let options = EngineOptions {
        reset,
        ..EngineOptions::default()
    };
    // Only the component without WASI asks for random bytes there.
    let host = Host::new(options).and_then(|host| with_random(&host));
    host.expect("a host")
}

/// Loads a component for this machine.
fn loaded<W: World>(host: &Host, path: &Path) -> wasi_py_host::Guest<W> {
    let compiled = path.with_extension(COMPILED_EXTENSION);
    host.load_through(path, compiled).expect("loads").0
}

#[test]
fn fresh_instance_of_people_changes_few_pages() {
    const PEOPLE: Most = Most {
        pages: 30,
        runs: 24,
    };
    const ALONE: Most = Most {
        pages: 36,
        runs: 26,
    };
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let components = [
        ("people", python_path(), PEOPLE),
        ("people in Python alone", fixture("people-alone"), ALONE),
        ("people without WASI", fixture("people-minimal"), PEOPLE),
    ];
    for (name, path, most) in components {
        let guest: Guest = loaded(&untouched(Reset::Whole), &path);
        check_fresh(name, most, || {
            let mut instance = start(&guest);
            let filtered = instance.filter_by_tag(&three_people(), "student");
            filtered.expect("filters");
            instance
        });
    }
}

/// Links what a component imports besides WASI: functions that nobody calls.
fn link_stubs(linker: &mut Linker<State>, component: &Component) {
    let engine = component.engine().clone();
    for (name, item) in component.component_type().imports(&engine) {
        let mut root = linker.root();
        match item.ty {
            _ if name.starts_with("wasi:") => {}
            ComponentItem::ComponentInstance(interface) => {
                let mut instance = root.instance(name).expect("an instance");
                for (name, item) in interface.exports(&engine) {
                    link_stub(&mut instance, name, &item.ty);
                }
            }
            item => link_stub(&mut root, name, &item),
        }
    }
}

fn link_stub(instance: &mut LinkerInstance<'_, State>, name: &str, item: &ComponentItem) {
    if matches!(item, ComponentItem::ComponentFunc(_)) {
        let stub = |_: StoreContextMut<'_, State>, _, _: &[Val], _: &mut [Val]| {
            Err(wasmtime::format_err!("this is a stub"))
        };
        instance.func_new(name, stub).expect("links");
    }
}

#[test]
fn fresh_instance_of_any_world_changes_few_pages() {
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let text = |text: &str| Val::String(text.to_owned());
    let count = ("count", vec![text("to be or not to be"), text("[a-z]+")]);
    let shape = Val::Variant("circle".to_owned(), Some(Box::new(Val::Float64(1.0))));
    let describe = ("wasi-py:everything/views@0.1.0#describe", vec![shape]);
    let most = |pages, runs| Most { pages, runs };
    let components = [
        // Its app compiles a regular expression, and nobody has asked to warm that up.
        ("project", count, most(125, 85)),
        ("everything", describe, most(42, 30)),
    ];
    for (name, (function, arguments), most) in components {
        check_fresh(name, most, || {
            let mut session = Session::start(name, |linker| link_stubs(linker, &component(name)));
            session.call(function, &arguments);
            session
        });
    }
}

#[test]
fn request_changes_few_pages() {
    const MOST: [(Asked, Most); 2] = [
        (
            GET,
            Most {
                pages: 96,
                runs: 70,
            },
        ),
        (
            POST,
            Most {
                pages: 142,
                runs: 98,
            },
        ),
    ];
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (asked, most) in MOST {
        let host = untouched(Reset::Whole).with_http().expect("links");
        let guest = loaded::<Handler>(&host, &fixture("http"));
        let name = format!("{} {}", asked.method, asked.target);
        check_fresh(&name, most, || {
            asked.answered_by(&guest, &Limits::default())
        });
    }
}

#[test]
fn request_has_few_page_faults() {
    const ROUNDS: u64 = 20;
    const MOST: [(Asked, Reset, u64); 2] = [(GET, Reset::Scan, 80), (POST, Reset::Scan, 140)];
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (asked, reset, most) in MOST {
        let host = untouched(reset).with_http().expect("links");
        let guest = loaded::<Handler>(&host, &fixture("http"));
        let rounds = || {
            for _ in 0..ROUNDS {
                asked.answered_by(&guest, &Limits::default());
            }
        };
        rounds();
        let before = page_faults();
        rounds();
        let faults = (page_faults() - before) / ROUNDS;
        println!(
            "{} {}, {reset:?}: {faults} page faults",
            asked.method, asked.target
        );
        assert!(faults <= most, "{asked:?}, {reset:?}: {faults} page faults");
    }
}

/// All of its memory counts, also that of the host, after one request.
#[test]
fn live_instance_that_answers_http_takes_little_memory() {
    const ROUNDS: usize = 3;
    const LIVE: u64 = 5;
    const MOST_BYTES: u64 = 2 << 20;
    const FLASK: Asked = Asked::new("GET", "/hello/Ann", "");
    const FASTAPI: Asked = Asked::new("GET", "/fastapi/articles/1", "");
    let _alone = ALONE_IN_PROCESS
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (name, asked) in [("http", GET), ("web", FLASK), ("web", FASTAPI)] {
        let host = untouched(Reset::Scan).with_http().expect("links");
        let guest = loaded::<Handler>(&host, &fixture(name));
        let answer = || asked.answered_by(&guest, &Limits::default());
        // The first one leaves behind what belongs to the engine.
        let mut alive = vec![answer()];
        let rounds = [(); ROUNDS].map(|()| {
            let before_bytes = private_dirty_bytes();
            alive.extend((0..LIVE).map(|_| answer()));
            private_dirty_bytes().saturating_sub(before_bytes) / LIVE
        });
        println!("{name}, {}: {rounds:?} bytes", asked.target);
        // In one round, memory may be given back that the compiler has left.
        let each_bytes = rounds.into_iter().max().expect("a round");
        assert!(
            (1..=MOST_BYTES).contains(&each_bytes),
            "{name}, {asked:?}: {each_bytes} bytes"
        );
    }
}
