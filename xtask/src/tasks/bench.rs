//! `cargo xtask bench`: builds the compared components. The crate `wasi-py-bench` then measures them.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::Context;
use wasi_py_toolkit::console::Step;
use wasi_py_toolkit::libpython;
use wlr_libpy::target::Target;

use crate::fixtures::{self, ALONE, MINIMAL, compositions, machine_code};
use crate::guests::build_people;
use crate::programs::WASMTIME;
use crate::shell;

const USES: &str = "\
Examples:
  cargo xtask bench
  cargo xtask bench warm --quick

Results: printed; all of them, unless filtered or quick, in `docs/reference/benchmarks.md` and `docs/reference/benchmarks.svg`.";

/// Measures the component beside the same world without Python.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {
    /// Measures only the figures with this in their name, such as `warm`, and rewrites nothing
    filter: Option<String>,
    /// Measures briefly, to see that everything works, and rewrites nothing
    #[arg(long)]
    quick: bool,
}

/// The same world without Python, an app that runs Python code, and a world with every type.
const CONTROL: &str = "control";
const LAB: &str = "lab-snapshot";
const EVERYTHING: &str = "everything";
/// The fixtures that are measured beside the product.
const FIXTURES: [&str; 5] = [ALONE, CONTROL, LAB, EVERYTHING, MINIMAL];

/// The number of builds after an edit, of which the median counts.
const EDITS: usize = 3;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let wants = |id: &str| {
        let filter = arguments.filter.as_deref();
        filter.is_none_or(|filter| id.contains(filter))
    };
    let people = build_people()?;
    let plain = people.with_extension("plain.wasm");
    fixtures::build(|name| FIXTURES.contains(&name))?;
    compositions::build()?;
    let mut cargo = shell::cargo();
    cargo.args(["bench", "--quiet", "--package", "wasi-py-bench", "--bench"]);
    cargo.args(["people", "--"]);
    let components = [
        ("--people", people),
        ("--alone", fixtures::path(ALONE)),
        ("--plain", plain),
        ("--control", fixtures::path(CONTROL)),
        ("--people-composed", fixtures::path("adults-people")),
        ("--plain-composed", fixtures::path("adults-people.plain")),
        ("--control-composed", fixtures::path("adults-control")),
        ("--people-minimal", fixtures::path(MINIMAL)),
        ("--lab", fixtures::path(LAB)),
        ("--everything", fixtures::path(EVERYTHING)),
    ];
    for (option, component) in components {
        cargo.arg(option).arg(component);
    }
    if wants("command") {
        let wasmtime = WASMTIME.ensure()?;
        let compiled = machine_code::compiled_people(&wasmtime)?;
        cargo.arg("--wasmtime").arg(wasmtime);
        cargo.arg("--command").arg(compiled);
    }
    if wants("python") || wants("command") {
        let order = libpython::order(Target::Wasip2)?;
        let python = libpython::reference(&order)?;
        cargo.arg("--native-python").arg(python);
    }
    if wants("edit") {
        let seconds = edit_s(if arguments.quick { 1 } else { EDITS })?;
        cargo.args(["--edit-seconds", &seconds.to_string()]);
    }
    match (&arguments.filter, arguments.quick) {
        (None, false) => {
            let pages = shell::repository().join("docs/reference");
            cargo.arg("--docs").arg(pages);
        }
        (filter, quick) => {
            cargo.args(quick.then_some("--quick")).args(filter);
        }
    }
    shell::run(&mut cargo)
}

/// Returns the median time from an edit of a Python file to the new component. Its plain form and its machine
/// code come later.
fn edit_s(count: usize) -> anyhow::Result<f64> {
    let work = tempfile::tempdir().context("cannot create a temporary folder")?;
    let (app, out) = (work.path().join("app"), work.path().join("people.wasm"));
    shell::copy_folder(&shell::repository().join("python-app"), &app, |_| true)?;
    let build = || {
        let step = Step::begin("building with an edited app");
        let mut xtask = Command::new(std::env::current_exe()?);
        xtask.args(["build", "--quiet", "--app"]).arg(&app);
        xtask.arg("--out").arg(&out);
        shell::run_as(&step, xtask.stdout(Stdio::null()))
    };
    // The first build is of another app, and so does not measure an edit.
    build()?;
    let mut times_s = Vec::new();
    for edit in 0..count {
        let source = app.join("src/people_app/filters.py");
        writeln!(
            OpenOptions::new().append(true).open(source)?,
            "EDIT = {edit}"
        )?;
        let begun = SystemTime::now();
        build()?;
        let placed = fs::metadata(&out)?.modified()?;
        times_s.push(placed.duration_since(begun)?.as_secs_f64());
    }
    times_s.sort_by(f64::total_cmp);
    Ok(times_s[count / 2])
}
