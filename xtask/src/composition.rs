//! `cargo xtask compose`: the components in `examples/compose`, put together by the tools of the field.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_project::checkout::target_dir;
use wasi_py_project::component::{Guest, Snapshot};
use wasi_py_project::console::Step;
use wasi_py_project::made::unless_made;
use wlr_libpy::target::Target;

use crate::component::{build_people, guest};
use crate::program::{WAC, WASM_TOOLS};
use crate::shell;
use crate::tests::{build_fixtures, example, fixture};

const USES: &str = "\
Examples:
  cargo xtask compose

Results: in `target/fixtures`; the paths are printed.";

/// Puts the components in `examples/compose` together with the people component.
///
/// With `wac plug`, with a `.wac` file and with `wasm-tools compose`; `docs/how-to/composing.md` has the commands.
#[derive(clap::Args)]
#[command(after_help = USES)]
pub(crate) struct Arguments {}

/// Of the fixtures, those that are composed.
const PARTS: [&str; 5] = ["adults", "consumer", "control", "lab-snapshot", "once"];

/// Of the compositions, those that `wasmtime` runs with Python inside: one by each tool.
pub(crate) const RUN: [&str; 3] = ["consumer-people", "chain", "once-people"];

/// Compositions of two by `wac plug`: who imports, and who exports.
const PLUGGED: [[&str; 2]; 5] = [
    ["consumer", "people"],
    ["adults", "people"],
    ["adults", "people.plain"],
    ["adults", "control"],
    ["once", "lab-snapshot"],
];

pub(crate) fn run(_: &Arguments) -> anyhow::Result<()> {
    for composed in build()? {
        println!("{}", composed.display());
    }
    Ok(())
}

/// The components in `examples/compose`.
pub(crate) fn parts() -> [(&'static str, Guest, Snapshot); 3] {
    let rust = |name| {
        let package = format!("compose-{name}");
        (name, guest(&package, name, Target::Wasip2), Snapshot::None)
    };
    let once = Guest {
        package: "compose-once".to_owned(),
        artifact: "once".to_owned(),
        ..example("compose/once")
    };
    [
        rust("adults"),
        rust("consumer"),
        ("once", once, Snapshot::Reproducible),
    ]
}

/// Composes all that is shown and tested, named after what is in it: who imports stands in front of who exports.
pub(crate) fn build() -> anyhow::Result<Vec<PathBuf>> {
    build_people()?;
    build_fixtures(|name| PARTS.contains(&name))?;
    let mut composed = vec![chained()?, composed_by_wasm_tools()?];
    for pair in PLUGGED {
        composed.push(plugged(pair)?);
    }
    Ok(composed)
}

/// By `wac plug`.
fn plugged(pair: [&str; 2]) -> anyhow::Result<PathBuf> {
    let [socket, plug] = pair.map(component);
    let arguments = |command: &mut Command| {
        command.arg("plug").arg(&socket).arg("--plug").arg(&plug);
    };
    let inputs = [socket.as_path(), &plug];
    compose(&WAC.ensure()?, &inputs, &pair.join("-"), arguments)
}

/// By a `.wac` file: all of them, one behind the other.
fn chained() -> anyhow::Result<PathBuf> {
    let names = ["people", "adults", "once", "consumer"];
    let parts = names.map(component);
    let source = shell::repository().join("examples/compose/people.wac");
    let arguments = |command: &mut Command| {
        command.arg("compose").arg(&source);
        for (name, part) in names.iter().zip(&parts) {
            let dependency = format!("wasi-py:{name}={}", part.display());
            command.arg("--dep").arg(dependency);
        }
    };
    let inputs: Vec<&Path> = parts
        .iter()
        .chain([&source])
        .map(PathBuf::as_path)
        .collect();
    compose(&WAC.ensure()?, &inputs, "chain", arguments)
}

/// By `wasm-tools compose`: one Python component behind another.
fn composed_by_wasm_tools() -> anyhow::Result<PathBuf> {
    let [root, definition] = ["once", "people"].map(component);
    let arguments = |command: &mut Command| {
        command.arg("compose").arg(&root).arg("-d").arg(&definition);
    };
    let inputs = [root.as_path(), &definition];
    compose(&WASM_TOOLS.ensure()?, &inputs, "once-people", arguments)
}

/// Runs `program` unless its result is there.
fn compose(
    program: &Path,
    inputs: &[&Path],
    name: &str,
    arguments: impl FnOnce(&mut Command),
) -> anyhow::Result<PathBuf> {
    let out = target_dir().join(format!("fixtures/{name}.wasm"));
    let inputs: Vec<&Path> = inputs.iter().copied().chain([program]).collect();
    let mut command = Command::new(program);
    arguments(&mut command);
    command.arg("-o").arg(&out);
    let settings = format!("{command:?}");
    unless_made(
        &target_dir().join("made"),
        (&inputs, &settings),
        &[&out],
        || shell::run_as(&Step::begin(format!("composing `{name}`")), &mut command),
    )?;
    Ok(out)
}

/// The file of a component: the product, the same without a snapshot, or a fixture.
fn component(name: &str) -> PathBuf {
    match name.starts_with("people") {
        true => shell::repository().join(format!("dist/{name}.wasm")),
        false => fixture(name),
    }
}
