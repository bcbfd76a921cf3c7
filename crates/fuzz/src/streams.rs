//! Streams and futures of every kind of item, through Python and back: several at once, in pieces of any
//! length, with pauses, and dropped in the middle.

mod course;
mod item;
mod pace;

use std::cell::RefCell;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use futures::future::try_join_all;
use host_test::{COMPILED_EXTENSION, Capabilities, EngineOptions, Host, Limits};
use wasi_py_host::{Guest, Instance};

use crate::components::{Warm, existing};
use bindings::Streams;
use course::{Course, Doors, KINDS};

mod bindings {
    #![allow(
        missing_docs,
        clippy::same_name_method,
        reason = "generated; the WIT has the docs"
    )]

    wasmtime::component::bindgen!({
        path: "../../examples/streams/wit",
        exports: { default: async },
    });
    wasi_py_host::world!(Streams, StreamsIndices);
}

/// The most that go through the component at once.
const AT_ONCE: usize = 3;

thread_local! {
    static WARM: RefCell<Warm<Instance<Streams>>> = const { RefCell::new(Warm::new(start)) };
}

fn start() -> Instance<Streams> {
    static GUEST: LazyLock<Guest<Streams>> = LazyLock::new(|| {
        let path = existing("target/fixtures/streams.wasm");
        let options = EngineOptions {
            concurrent: true,
            ..EngineOptions::default()
        };
        let host = Host::new(options).unwrap_or_else(|error| panic!("{error}"));
        let compiled = path.with_extension(COMPILED_EXTENSION);
        let loaded = host.load_through(path, compiled);
        loaded.unwrap_or_else(|error| panic!("{error}")).0
    });
    let started = GUEST.instantiate(&Limits::default(), &Capabilities::none());
    started.unwrap_or_else(|error| panic!("{error}"))
}

/// Sends what is made from `data` through the component `streams`.
///
/// # Panics
/// When a call fails, other items come back than were sent, or Python says anything.
pub fn check(data: &[u8]) {
    if let Ok(courses) = courses(&mut Unstructured::new(data)) {
        WARM.with_borrow_mut(|warm| run(warm.instance(), courses));
    }
}

fn courses(input: &mut Unstructured<'_>) -> Result<Vec<Course>> {
    let count = input.int_in_range(1..=AT_ONCE)?;
    (0..count).map(|_| input.choose(&KINDS)?(input)).collect()
}

/// Runs them all, at once.
fn run(instance: &mut Instance<Streams>, courses: Vec<Course>) {
    let ran = instance.call("streams", async |streams, store| {
        let doors = Doors::of(streams);
        let all = store.run_concurrent(async |accessor| {
            try_join_all(courses.into_iter().map(|course| course(accessor, &doors))).await
        });
        all.await?
    });
    let output = instance.output();
    match ran {
        Ok(differences) => {
            let differences: Vec<String> = differences.into_iter().flatten().collect();
            assert!(differences.is_empty(), "{}", differences.join("\n"));
        }
        Err(error) => panic!("{error}"),
    }
    assert!(output.stderr.bytes.is_empty(), "{output}");
}
