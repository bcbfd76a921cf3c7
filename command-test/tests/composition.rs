//! Components put together by the tools of the field, and what these say when the components do not fit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use command_test::{WAC, WASM_TOOLS, WASMTIME, composition, program, repository};
use tempfile::TempDir;

const STUDENTS: &str =
    "John, 21: funny, student\nJane, 22: thoughtful, student\nJim, 17: young, student\n";

/// Returns the path of a component that `cargo xtask test` has built.
fn fixture(name: &str) -> PathBuf {
    let path = repository().join(format!("target/fixtures/{name}.wasm"));
    assert!(
        path.is_file(),
        "`{}` is missing\n= help: run `cargo xtask test`",
        path.display()
    );
    path
}

/// A folder to compose in, with a consumer, and with people without Python for it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::copy(fixture("consumer"), place.path("consumer.wasm")).expect("copies");
        fs::copy(fixture("control"), place.path("people.wasm")).expect("copies");
        fs::write(place.path("command.wac"), DOCUMENT).expect("writes");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Changes the people, as bytes of the same length, so that they do not fit any more.
    fn change(&self, from: &str, to: &str) {
        assert_eq!(from.len(), to.len());
        let path = self.path("people.wasm");
        let mut bytes = fs::read(&path).expect("readable");
        let places = bytes.windows(from.len()).enumerate();
        let places: Vec<usize> = places
            .filter_map(|(at, window)| (window == from.as_bytes()).then_some(at))
            .collect();
        assert!(!places.is_empty(), "no `{from}`");
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
        fs::write(&path, bytes).expect("writes");
    }

    /// Has the document give this to the consumer.
    fn connect(&self, arguments: &str) {
        let document = DOCUMENT.replace("...people, ...", arguments);
        fs::write(self.path("command.wac"), document).expect("writes");
    }

    /// Runs one of the tools here.
    fn run(&self, tool: &str, arguments: &[&str]) -> Output {
        let mut command: Command = program(tool);
        command.args(arguments).current_dir(self.0.path());
        command.env("RUST_BACKTRACE", "0");
        command.output().expect("it starts")
    }

    /// Returns the message of a tool that composes nothing.
    fn refusal(&self, (tool, arguments): (&str, &[&str])) -> String {
        let output = self.run(tool, arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{text}");
        assert!(!self.path("out.wasm").exists(), "nothing is left behind");
        text
    }
}

/// As in `examples/compose/people.wac`, but only two.
const DOCUMENT: &str = "package wasi-py:composition;
let people = new wasi-py:people { ... };
let consumer = new wasi-py:consumer { ...people, ... };
export consumer...;
";

/// Each tool with what makes a command of a consumer and its people.
const PLUG: (&str, &[&str]) = (
    WAC,
    &[
        "plug",
        "consumer.wasm",
        "--plug",
        "people.wasm",
        "-o",
        "out.wasm",
    ],
);
const COMPOSE: (&str, &[&str]) = (
    WAC,
    &[
        "compose",
        "command.wac",
        "--dep",
        "wasi-py:people=people.wasm",
        "--dep",
        "wasi-py:consumer=consumer.wasm",
        "-o",
        "out.wasm",
    ],
);
const WASM_TOOLS_COMPOSE: (&str, &[&str]) = (
    WASM_TOOLS,
    &[
        "compose",
        "consumer.wasm",
        "-d",
        "people.wasm",
        "-o",
        "out.wasm",
    ],
);

#[test]
fn command_gets_its_people_from_python() {
    let command = composition("consumer-people");
    assert_eq!(command.prints(&[]), STUDENTS);
    assert_eq!(command.prints(&["wise"]), "George, 75: wise, retired\n");
    assert_eq!(command.prints(&["nobody's"]), "");
}

#[test]
fn every_component_of_a_chain_adds_its_rule() {
    let adults = STUDENTS.replace("Jim, 17: young, student\n", "");
    assert_eq!(composition("chain").prints(&[]), adults);
}

#[test]
fn python_behind_python_is_called_from_the_command_line() {
    let call = r#"filter-by-tag([{name: "Ann", age: 3, tags: ["a", "b"]}], "b")"#;
    for name in ["chain", "once-people"] {
        let invoked = composition(name)
            .option("--invoke")
            .option(call)
            .prints(&[]);
        let ann = r#"{name: "Ann", age: 3, tags: ["a", "b"]}"#;
        // No adult passes the chain.
        let people = if name == "chain" { "" } else { ann };
        assert_eq!(invoked, format!("ok([{people}])\n"), "{name}");
    }
}

#[test]
fn every_tool_makes_the_same_command() {
    for (tool, arguments) in [PLUG, COMPOSE, WASM_TOOLS_COMPOSE] {
        let place = Place::new();
        let made = place.run(tool, arguments);
        assert!(made.status.success(), "{made:?}");
        let ran = place.run(WASMTIME, &["run", "out.wasm"]);
        assert_eq!(
            String::from_utf8_lossy(&ran.stdout),
            STUDENTS,
            "{arguments:?}: {ran:?}"
        );
    }
}

#[test]
fn only_the_outer_component_is_seen_from_outside() {
    let exports = |name: &str| {
        let mut wit = program(WASM_TOOLS);
        wit.args(["component", "wit"]).arg(fixture(name));
        let wit = wit.output().expect("it starts").stdout;
        let wit = String::from_utf8_lossy(&wit).into_owned();
        let exports = wit
            .lines()
            .filter_map(|line| line.trim().strip_prefix("export "));
        exports.map(str::to_owned).collect::<Vec<String>>()
    };
    // The people component is a command as well.
    let run = |name: &str| {
        exports(name)
            .iter()
            .any(|export| export.starts_with("wasi:cli/run@"))
    };
    let people = [
        "wasi-py:people/python@0.1.0;",
        "wasi-py:people/people@0.1.0;",
    ];
    assert_eq!(exports("adults-people"), people);
    assert_eq!(exports("once-people"), people);
    assert!(run("consumer-people") && exports("consumer-people").len() == 1);
    assert!(run("chain") && exports("chain").len() == 3);
}

#[test]
fn compatible_version_fits() {
    for (tool, arguments) in [PLUG, COMPOSE] {
        let place = Place::new();
        place.change("@0.1.0", "@0.1.7");
        let made = place.run(tool, arguments);
        assert!(made.status.success(), "{made:?}");
    }
}

/// Checks an error's text, and that `docs/how-to/composing.md` has it as a headline.
fn says(error: &str, expected: &str) {
    assert!(error.contains(expected), "expected `{expected}`: {error}");
    let docs = fs::read_to_string(repository().join("docs/how-to/composing.md")).expect("the page");
    let headline = format!("\n### `{expected}`\n");
    assert!(docs.contains(&headline), "no headline `{expected}`");
}

#[test]
fn incompatible_version_is_refused() {
    let place = Place::new();
    place.change("@0.1.0", "@0.2.0");
    says(
        &place.refusal(PLUG),
        "the socket component had no matching imports for the plugs that were provided",
    );
    says(
        &place.refusal(COMPOSE),
        "the instance has no matching exports for the remaining unsatisfied arguments",
    );
    says(
        &place.refusal(WASM_TOOLS_COMPOSE),
        "no dependencies of component",
    );
}

#[test]
fn export_that_is_asked_for_in_another_version_is_named() {
    let place = Place::new();
    place.change("@0.1.0", "@0.2.0");
    place.connect(r#""wasi-py:people/people@0.1.0": people["wasi-py:people/people@0.1.0"], ..."#);
    let error = place.refusal(COMPOSE);
    says(&error, "instance has no export named");
    assert!(error.contains("`wasi-py:people/people@0.1.0`"), "{error}");
}

#[test]
fn interface_that_differs_is_named_with_its_first_difference() {
    let differences = [
        (
            ("traceback", "tracebock"),
            "expected record field 2 to be named `traceback`, found a field named `tracebock`",
        ),
        (
            ("filter-by-tag", "filter-by-tug"),
            "instance is missing expected function export `filter-by-tag`",
        ),
    ];
    for ((from, to), difference) in differences {
        let place = Place::new();
        place.change(from, to);
        let error = place.refusal(COMPOSE);
        says(&error, "mismatched instantiation argument");
        assert!(error.contains(difference), "{error}");
        let error = place.refusal(WASM_TOOLS_COMPOSE);
        says(&error, "is not compatible with target instance import");
    }
}

#[test]
fn import_that_nothing_gives_is_named() {
    let place = Place::new();
    place.connect("...people");
    let error = place.refusal(COMPOSE);
    says(&error, "missing instantiation argument");
    assert!(error.contains("`wasi:"), "{error}");
}

#[test]
fn package_without_a_file_is_named() {
    let place = Place::new();
    let without_files = &["compose", "command.wac", "-o", "out.wasm"];
    let error = place.refusal((WAC, without_files));
    says(&error, "unknown package");
    assert!(error.contains("`wasi-py:people`"), "{error}");
}

#[test]
fn core_module_is_no_part_of_a_composition() {
    let place = Place::new();
    fs::write(place.path("people.wasm"), b"\0asm\x01\0\0\0").expect("writes");
    let error = place.refusal(PLUG);
    says(&error, "is not a binary-encoded WebAssembly component");
    assert!(error.contains("`plug:people`"), "{error}");
}

#[test]
fn component_that_is_not_composed_yet_cannot_run() {
    let error = Place::new().refusal((WASMTIME, &["run", "consumer.wasm"]));
    says(
        &error,
        "but a matching implementation was not found in the linker",
    );
    let import = "component imports instance `wasi-py:people/people@0.1.0`";
    assert!(error.contains(import), "{error}");
}

#[test]
fn wasmtime_without_an_interface_of_wasi_names_it() {
    // As one would that is older than the interface.
    let error = Place::new().refusal((WASMTIME, &["run", "-S", "cli=n", "people.wasm"]));
    says(
        &error,
        "but a matching implementation was not found in the linker",
    );
    assert!(
        error.contains("component imports instance `wasi:"),
        "{error}"
    );
}

#[test]
fn machine_code_of_another_wasmtime_is_refused_with_its_version() {
    let place = Place::new();
    let compiled = place.run(WASMTIME, &["compile", "people.wasm", "-o", "out.cwasm"]);
    assert!(compiled.status.success(), "{compiled:?}");
    another_version(&place.path("out.cwasm"));
    let error = place.refusal((WASMTIME, &["run", "--allow-precompiled", "out.cwasm"]));
    says(&error, "Module was compiled with incompatible version");
    assert!(error.contains("'47'"), "{error}");
}

/// Has machine code say that version 47 has made it.
fn another_version(path: &Path) {
    let mut bytes = fs::read(path).expect("readable");
    // The length of the number and the number.
    let at = bytes.windows(4).position(|window| window == b"\0\x0248");
    bytes[at.expect("a version") + 3] = b'7';
    fs::write(path, bytes).expect("writes");
}
