//! The components that the tests run: those that were built, found by path, and hostile ones, made from text.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use host_test::{
    COMPILED_EXTENSION, Capabilities, EngineOptions, Guest, Host, Instance, InstantiateError,
    Limits, Person,
};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

pub fn host() -> Host {
    static HOST: LazyLock<Host> =
        LazyLock::new(|| Host::new(EngineOptions::default()).expect("a host"));
    HOST.clone()
}

/// Starts a host for components with async functions.
pub fn concurrent_host() -> Host {
    static HOST: LazyLock<Host> = LazyLock::new(|| {
        let options = EngineOptions {
            concurrent: true,
            ..EngineOptions::default()
        };
        Host::new(options).expect("a host")
    });
    HOST.clone()
}

/// Loads the component with Python in it.
pub fn python() -> Guest {
    static PYTHON: LazyLock<Guest> = LazyLock::new(|| load(&python_path()));
    PYTHON.clone()
}

/// Loads the component with Python in it as `cargo component build` makes it: for preview 1, adapted, without
/// a snapshot.
pub fn adapted() -> Guest {
    static ADAPTED: LazyLock<Guest> = LazyLock::new(|| {
        let release = "../target/adapted/wasm32-wasip1/release/people.wasm";
        load(&existing(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(release),
        ))
    });
    ADAPTED.clone()
}

/// Loads the same world in Rust alone.
pub fn control() -> Guest {
    static CONTROL: LazyLock<Guest> = LazyLock::new(|| load(&control_path()));
    CONTROL.clone()
}

pub fn python_path() -> PathBuf {
    existing(Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/people.wasm"))
}

pub fn control_path() -> PathBuf {
    fixture("control")
}

/// Loads the guest around an app that runs the tag as Python code, each instance from the same snapshot.
pub fn restored_lab() -> Guest {
    static LAB: LazyLock<Guest> = LazyLock::new(|| load(&fixture("lab-snapshot")));
    LAB.clone()
}

/// Loads the same, with a secret for string hashes that was drawn for this build.
pub fn random_hashes_lab() -> Guest {
    static LAB: LazyLock<Guest> = LazyLock::new(|| load(&fixture("lab-random-hashes")));
    LAB.clone()
}

/// Loads the same, each instance starting Python itself.
pub fn plain_lab() -> Guest {
    static LAB: LazyLock<Guest> = LazyLock::new(|| load(&fixture("lab")));
    LAB.clone()
}

/// Loads a fixture of the world.
pub fn compiled(name: &str) -> Guest {
    load(&fixture(name))
}

/// Finds a component that `cargo xtask test` has built for tests alone.
pub fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fixtures");
    existing(folder.join(format!("{name}.wasm")))
}

/// Returns the path if there is a file.
pub fn existing(path: PathBuf) -> PathBuf {
    assert!(
        path.is_file(),
        "`{}` is missing\n= help: run `cargo xtask test`",
        path.display()
    );
    path
}

fn load(path: &Path) -> Guest {
    let compiled = path.with_extension(COMPILED_EXTENSION);
    let loaded = host().load_through(path, compiled);
    loaded.unwrap_or_else(|error| panic!("{error}")).0
}

pub fn start(guest: &Guest) -> Instance {
    try_start(guest, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

pub fn try_start(guest: &Guest, limits: &Limits) -> Result<Instance, InstantiateError> {
    guest.instantiate(limits, &Capabilities::none())
}

pub fn person(name: &str, age: u16, tags: &[&str]) -> Person {
    Person {
        name: name.into(),
        age,
        tags: tags.iter().map(|&tag| tag.into()).collect(),
    }
}

/// Makes `count` people, every second of whom carries `even`.
pub fn crowd(count: usize) -> Vec<Person> {
    let tags = |index| {
        if index % 2 == 0 {
            ["some", "even"]
        } else {
            ["some", "odd"]
        }
    };
    (0..count)
        .map(|index| {
            person(
                &format!("Person {index}"),
                (index % 65_536) as u16,
                &tags(index),
            )
        })
        .collect()
}

/// Makes a component that exports `filter-by-tag` with `body` as its code.
///
/// The body finds the parameters `$people`, `$count`, `$tag`, `$length`, and leaves the address of the
/// result. `imports` are WIT for the world, `fields` are WebAssembly for the module in front of the memory.
pub fn hostile(imports: &str, fields: &str, body: &str) -> Vec<u8> {
    let wit = format!(
        "package test:hostile;
         world hostile {{ {imports} include wasi-py:people/people-component@0.1.0; }}
         {WASI}"
    );
    let module = format!(
        r#"(module
             {fields}
             (memory (export "memory") 2)
             (global $free (mut i32) (i32.const 65536))
             (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
               global.get $free
               (global.set $free
                 (i32.and (i32.add (global.get $free) (i32.add (local.get 3) (i32.const 7))) (i32.const -8))))
             (func $filter (export "wasi-py:people/people@0.1.0#filter-by-tag")
               (param $people i32) (param $count i32) (param $tag i32) (param $length i32) (result i32)
               {body}))"#
    );
    component(&wit, &module)
}

/// Makes such a component and loads it.
pub fn loaded_hostile(host: &Host, imports: &str, fields: &str, body: &str) -> Guest {
    host.load_bytes("hostile.wasm", &hostile(imports, fields, body))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Makes a component of the one world in `wit` around the module `wat`.
pub fn component(wit: &str, wat: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let wit_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    resolve.push_path(wit_folder).expect("our WIT");
    let package = resolve.push_str("test.wit", wit).expect("WIT");
    let world = resolve.select_world(&[package], None).expect("one world");
    let mut module = wat::parse_str(wat).expect("WebAssembly text");
    wit_component::embed_component_metadata(
        &mut module,
        &resolve,
        world,
        StringEncoding::UTF8,
        false,
    )
    .expect("metadata");
    let mut encoder = ComponentEncoder::default();
    let encoded = encoder.module(&module).and_then(ComponentEncoder::encode);
    encoded.expect("a component")
}

/// The parts of WASI 0.2 that hostile components use.
const WASI: &str = "
    package wasi:io@0.2.0 {
        interface poll { resource pollable { block: func(); } }
        interface error { resource error; }
        interface streams {
            use error.{error};
            variant stream-error { last-operation-failed(error), closed }
            resource output-stream {
                blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>;
            }
        }
    }
    package wasi:clocks@0.2.0 {
        interface monotonic-clock {
            use wasi:io/poll@0.2.0.{pollable};
            subscribe-duration: func(when: u64) -> pollable;
        }
    }
    package wasi:cli@0.2.0 {
        interface exit { exit: func(status: result); }
        interface stdout {
            use wasi:io/streams@0.2.0.{output-stream};
            get-stdout: func() -> output-stream;
        }
        interface run { run: func() -> result; }
    }";

/// Returns WASI as [`component`] needs it for a WIT of its own.
pub fn wasi() -> &'static str {
    WASI
}
