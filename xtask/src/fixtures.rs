//! Components that only tests and benchmarks need: one table of them, and their builds.

pub(crate) mod adapted;
pub(crate) mod compositions;
pub(crate) mod handlers;
pub(crate) mod machine_code;
mod project;

use std::path::PathBuf;

use wasi_py_toolkit::component::{self, Snapshot};
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::guest::GuestCrate;
use wlr_libpy::target::Target;

use crate::guests::{
    EXAMPLES, SLOW_EXAMPLE, example, guest, people, people_alone, people_minimal, sandbox,
};
use crate::shell;

/// Fixtures that take minutes more than others: those for preview 1 have a libpython of their own, the rest
/// have packages whose builds take long.
pub(crate) const SLOW: [&str; 4] = [
    "libpython-wasip1",
    "py-wasip1",
    SLOW_EXAMPLE,
    compositions::WITH_NUMBERS,
];

/// The component of a project that is made for the tests.
const PROJECT: &str = "project";

/// Python's command line by itself, without any component of ours around it.
pub(crate) const PY_MAIN: &str = "py-wasip2";

/// The world of the product in Python alone.
pub(crate) const ALONE: &str = "people-alone";

/// The component that runs the source it is given.
pub(crate) const SANDBOX: &str = "sandbox";

/// The product without imports of WASI.
pub(crate) const MINIMAL: &str = "people-minimal";

/// Builds the fixtures whose names are `wanted`. The product is not among them.
pub(crate) fn build(wanted: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    let mut names = Vec::new();
    let mut guests = Vec::new();
    for (name, guest, snapshot) in fixtures() {
        if wanted(name) {
            names.push(name);
            guests.push((guest, snapshot, path(name)));
        }
    }
    let step = Step::begin_counted("building components for tests", names.len());
    component::build_each(&guests, |index| step.at_part(index, names[index]))?;
    drop(step);
    if wanted(PROJECT) {
        project::build(&path(PROJECT))?;
    }
    if wanted(compositions::WITH_NUMBERS) {
        compositions::build_with_numbers()?;
    }
    Ok(())
}

/// Returns the path of a fixture.
pub(crate) fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}.wasm"))
}

/// Returns the folder of the fixtures.
pub(crate) fn folder() -> PathBuf {
    shell::repository().join("target/fixtures")
}

/// Lists the fixtures by the name of their file.
fn fixtures() -> Vec<(&'static str, GuestCrate, Snapshot)> {
    let app = |name| shell::repository().join("host-test/apps").join(name);
    let people_with = |name| people(Some(app(name)));
    let lab = people_with("lab");
    let test_crate = |artifact, target| guest("wlr-libpy-test", artifact, target);
    let mut fixtures = vec![
        ("lab", lab.clone(), Snapshot::None),
        ("lab-raw", lab.clone(), Snapshot::Raw),
        ("lab-snapshot", lab.clone(), Snapshot::Reproducible),
        ("lab-random-hashes", lab, Snapshot::RandomHashes),
        (
            "lab-minimal",
            people_minimal(Some(app("lab"))),
            Snapshot::Reproducible,
        ),
        (
            "lab-minimal-plain",
            people_minimal(Some(app("lab"))),
            Snapshot::None,
        ),
        (MINIMAL, people_minimal(None), Snapshot::Reproducible),
        ("misspelt", people_with("misspelt"), Snapshot::Raw),
        ("opens-socket", people_with("opens-socket"), Snapshot::Raw),
        ("opens-file", people_with("opens-file"), Snapshot::Raw),
    ];
    let examples = EXAMPLES.map(|name| (name, example(name), Snapshot::Reproducible));
    fixtures.extend(examples);
    let slow = example(SLOW_EXAMPLE);
    fixtures.push((SLOW_EXAMPLE, slow, Snapshot::Reproducible));
    fixtures.push((ALONE, people_alone(), Snapshot::Reproducible));
    fixtures.push((SANDBOX, sandbox(), Snapshot::Reproducible));
    fixtures.extend(compositions::parts());
    fixtures.extend(handlers::all());
    let plain = [
        ("capi", guest("capi", "capi", Target::Wasip2)),
        (
            "control",
            guest("people-control", "people_control", Target::Wasip2),
        ),
        (
            "libpython-wasip1",
            test_crate("wlr-libpy-test", Target::Wasip1),
        ),
        (
            "libpython-wasip2",
            test_crate("wlr-libpy-test", Target::Wasip2),
        ),
        ("py-wasip1", test_crate("py", Target::Wasip1)),
        (PY_MAIN, test_crate("py", Target::Wasip2)),
    ];
    fixtures.extend(plain.map(|(name, guest)| (name, guest, Snapshot::None)));
    fixtures
}
