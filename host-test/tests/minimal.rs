//! The people component without an import of WASI, in a linker that has nothing but random bytes.

use std::fs;
use std::sync::LazyLock;

use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Engine, OptLevel, Store};

use crate::guests::fixture;

wasmtime::component::bindgen!({
    path: ["../wit", "../examples/minimal/wit"],
    world: "wasi-py:minimal/minimal",
});

use exports::wasi_py::people::people::{Exception, Person};
use wasi_py::minimal::random;

/// The state of an instance: its next random byte. Nothing but WASI's absence is tested with such bytes.
struct Dice(u8);

impl random::Host for Dice {
    fn bytes(&mut self, len: u64) -> Vec<u8> {
        let bytes = (0..len).map(|_| {
            self.0 = self.0.wrapping_mul(5).wrapping_add(3);
            self.0
        });
        bytes.collect()
    }
}

/// An engine that compiles quickly, since each call is one of a few.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut config = Config::new();
    config.cranelift_opt_level(OptLevel::None);
    Engine::new(&config).expect("an engine")
});

/// The app that runs code, from a snapshot.
static LAB: LazyLock<Component> = LazyLock::new(|| load("lab-minimal"));

fn load(name: &str) -> Component {
    let bytes = fs::read(fixture(name)).expect("can be read");
    Component::new(&ENGINE, bytes).expect("compiles")
}

/// An instance, and the store that it lives in.
struct Instance {
    world: Minimal,
    store: Store<Dice>,
}

impl Instance {
    /// Instantiates in a linker without WASI.
    fn new(component: &Component, dice: u8) -> Self {
        let mut linker = Linker::new(&ENGINE);
        random::add_to_linker::<_, wasmtime::component::HasSelf<Dice>>(&mut linker, |dice| dice)
            .expect("links");
        let mut store = Store::new(&ENGINE, Dice(dice));
        let world = Minimal::instantiate(&mut store, component, &linker).expect("starts");
        Self { world, store }
    }

    fn filter(&mut self, people: &[Person], tag: &str) -> Result<Vec<Person>, Exception> {
        let people_of = self.world.wasi_py_people_people();
        let called = people_of.call_filter_by_tag(&mut self.store, people, tag);
        called.expect("returns")
    }

    /// Runs statements, and returns the value of the expression behind them, as Python prints it.
    fn run(&mut self, statements: &str, expression: &str) -> String {
        let code = format!("{statements}\nraise AssertionError(repr(({expression})))");
        let raised = self.filter(&[], &code).expect_err("raises");
        if raised.type_name == "AssertionError" {
            raised.message
        } else {
            format!("{}: {}", raised.type_name, raised.message)
        }
    }
}

fn person(name: &str, age: u16, tags: &[&str]) -> Person {
    Person {
        name: name.to_owned(),
        age,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    }
}

#[test]
fn people_are_filtered_without_wasi() {
    let component = load("people-minimal");
    let component_type = component.component_type();
    let imports: Vec<_> = component_type
        .imports(&ENGINE)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(imports, ["wasi-py:minimal/random@0.1.0"]);
    let people = [person("Ann", 3, &["a", "b"]), person("Bob", 4, &["b"])];
    let mut instance = Instance::new(&component, 0);
    let filtered = instance.filter(&people, "a").expect("is well");
    assert_eq!(filtered.len(), 1);
    assert_eq!((filtered[0].name.as_str(), filtered[0].age), ("Ann", 3));
}

#[test]
fn python_finds_a_system_without_anything() {
    let mut lab = Instance::new(&LAB, 1);
    for (statements, expression, said) in [
        ("", "open('x')", "FileNotFoundError: "),
        ("", "open('/x', 'w')", "FileNotFoundError: "),
        // The app sets two variables itself.
        ("import os", "len(os.environ)", "2"),
        ("import sys", "len(sys.argv)", "1"),
        ("import socket", "socket.socket()", "PermissionError: "),
        (
            "from socket import *",
            "socket(type=SOCK_DGRAM)",
            "PermissionError: ",
        ),
        ("", "input()", "EOFError: "),
        ("import sys", "sys.stdin.read()", "''"),
        (
            "import sys",
            "sys.stdin.isatty(), sys.stdout.isatty()",
            "(False, False)",
        ),
        ("import sys", "print('x' * 100_000, flush=True)", "None"),
        ("import sys", "sys.stderr.write('y')", "1"),
        (
            "import tempfile",
            "tempfile.TemporaryFile().write(b'abc')",
            "3",
        ),
        (
            "from importlib import resources",
            "resources.files('people_app').joinpath('data/note.txt').is_file()",
            "True",
        ),
    ] {
        let found = lab.run(statements, expression);
        assert!(
            found.starts_with(said),
            "{statements}; {expression}: {found}"
        );
    }
}

#[test]
fn name_of_a_host_is_not_found() {
    let mut lab = Instance::new(&LAB, 1);
    let said = lab.run("import socket", "socket.getaddrinfo('example.com', 80)");
    assert!(said.starts_with("socket.gaierror: "), "{said}");
}

#[test]
fn clock_moves_by_what_is_waited_for() {
    let mut lab = Instance::new(&LAB, 1);
    let statements = "import asyncio, select, time\n\
        begun = time.time(), time.monotonic()\n\
        time.sleep(2.5)\n\
        asyncio.run(asyncio.sleep(3600))\n\
        select.select([], [], [], 0.5)\n\
        ended = time.time(), time.monotonic()";
    let passed = lab.run(
        statements,
        "begun[0], [round(e - b) for b, e in zip(begun, ended)]",
    );
    assert_eq!(passed, "(0.0, [3603, 3603])");
}

#[test]
fn timeout_of_a_task_passes() {
    let mut lab = Instance::new(&LAB, 1);
    let statements = "import asyncio\n\
        async def wait():\n\
        \x20   try:\n\
        \x20       async with asyncio.timeout(5):\n\
        \x20           await asyncio.sleep(60)\n\
        \x20   except TimeoutError:\n\
        \x20       return 'late'";
    assert_eq!(lab.run(statements, "asyncio.run(wait())"), "'late'");
}

#[test]
fn random_numbers_are_those_of_the_import() {
    const DRAW: (&str, &str) = (
        "import os, random, secrets, uuid",
        "random.random(), os.urandom(8), secrets.token_hex(8), uuid.uuid4()",
    );
    for component in [&*LAB, &load("lab-minimal-plain")] {
        let draw = |dice| Instance::new(component, dice).run(DRAW.0, DRAW.1);
        let (one, same, other) = (draw(7), draw(7), draw(8));
        assert_eq!(one, same, "the same bytes");
        let parts = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
        for (one, other) in parts(&one).iter().zip(parts(&other)) {
            assert_ne!(*one, other);
        }
        let mut instance = Instance::new(component, 7);
        let first = instance.run(DRAW.0, DRAW.1);
        assert_ne!(first, instance.run(DRAW.0, DRAW.1), "later bytes");
    }
}

#[test]
fn end_of_the_process_is_a_trap() {
    let mut lab = Instance::new(&LAB, 1);
    let said = lab.run("import sys", "sys.exit(3)");
    assert_eq!(said, "SystemExit: 3");
    let people = lab.world.wasi_py_people_people();
    let called = people.call_filter_by_tag(&mut lab.store, &[], "import os\nos._exit(3)");
    let trap = called.expect_err("traps").downcast::<wasmtime::Trap>();
    assert_eq!(
        trap.expect("a trap"),
        wasmtime::Trap::UnreachableCodeReached
    );
}
