//! The components that are called. Their instances are replaced now and then.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use host_test::{COMPILED_EXTENSION, Capabilities, EngineOptions, Guest, Host, Instance, Limits};

/// The number of calls of one instance. What it keeps of a call must not matter for the next one, nor pile
/// up.
const CALLS: usize = 1000;

/// A source of instances, each for many calls before a fresh one.
pub(crate) struct Warm<I> {
    start: fn() -> I,
    current: Option<(I, usize)>,
}

impl<I> Warm<I> {
    pub(crate) const fn new(start: fn() -> I) -> Self {
        Self {
            start,
            current: None,
        }
    }

    /// Returns the instance for the next call.
    pub(crate) fn instance(&mut self) -> &mut I {
        if self.current.as_ref().is_some_and(|(_, left)| *left == 0) {
            self.current = None;
        }
        let (instance, left) = self.current.get_or_insert_with(|| ((self.start)(), CALLS));
        *left -= 1;
        instance
    }
}

pub(crate) fn host() -> &'static Host {
    static HOST: LazyLock<Host> = LazyLock::new(|| {
        Host::new(EngineOptions::default()).unwrap_or_else(|error| panic!("{error}"))
    });
    &HOST
}

/// Starts an instance of the product.
pub(crate) fn people() -> Instance {
    static PEOPLE: LazyLock<Guest> = LazyLock::new(|| load("dist/people.wasm"));
    start(&PEOPLE)
}

/// Starts an instance around an app that runs the tag as Python code.
pub(crate) fn lab() -> Instance {
    static LAB: LazyLock<Guest> = LazyLock::new(|| load("target/fixtures/lab-snapshot.wasm"));
    start(&LAB)
}

fn load(path: &str) -> Guest {
    let path = existing(path);
    let compiled = path.with_extension(COMPILED_EXTENSION);
    let loaded = host().load_through(&path, compiled);
    loaded.unwrap_or_else(|error| panic!("{error}")).0
}

fn start(guest: &Guest) -> Instance {
    let started = guest.instantiate(&Limits::default(), &Capabilities::none());
    started.unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the path of a file that `cargo xtask test` or `cargo xtask fuzz` has built.
pub(crate) fn existing(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    assert!(
        path.is_file(),
        "`{}` is missing\n= help: run `cargo xtask fuzz`",
        path.display()
    );
    path
}
