//! The command: what it leaves, what it says when it fails, and that the machine it runs on cannot be told
//! from the result. The components are those that `cargo xtask test` builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use wasmparser::{Parser, Payload};

/// In everything of the build's surroundings that must not be found in the result.
const MARKER: &str = "surroundings-7f3a91";

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fixtures");
    let path = folder.join(format!("{name}.wasm"));
    assert!(
        path.is_file(),
        "`{}` is missing\n= help: run `cargo xtask test`",
        path.display()
    );
    path.canonicalize().expect("a path")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Prepares the command in a folder that relative paths begin at.
fn command(component: &Path, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasi-py-finish"));
    command.arg(component).current_dir(folder);
    command
}

/// Returns the content of `out.wasm` after a successful command.
fn kept(command: &mut Command, folder: &Path) -> Vec<u8> {
    let output = command.args(["--out", "out.wasm"]).output().expect("runs");
    assert!(output.status.success(), "{}", stderr(&output));
    fs::read(folder.join("out.wasm")).expect("a component")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Returns the text of a command that fails and leaves everything as it was.
fn refusal(component: &Path) -> String {
    let folder = folder();
    let out = folder.path().join("out.wasm");
    fs::write(&out, "of an earlier run").expect("writes");
    let output = command(component, folder.path())
        .args(["--plain", "plain.wasm", "--out", "out.wasm"])
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(fs::read(&out).expect("is there"), b"of an earlier run");
    assert_eq!(names_in(folder.path()), ["out.wasm"]);
    stderr(&output)
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.into_string().expect("UTF-8"))
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn app_that_raises_while_it_is_imported_is_refused_with_its_traceback() {
    let path = fixture("opens-file");
    let said = refusal(&path);
    let expected = format!(
        r#"error: `{}`: the app cannot be kept in a snapshot:
Traceback (most recent call last):
  File "/bundle/app/people_app/__init__.py", line 7, in <module>
    with open("/settings.toml") as _file:
         ~~~~^^^^^^^^^^^^^^^^^^
FileNotFoundError: [Errno 44] No such file or directory: '/settings.toml'
= help: there are no files of the host, "#,
        path.display()
    );
    assert!(said.starts_with(&expected), "{said}");
}

#[test]
fn app_that_does_not_fit_its_world_is_refused_with_how_to_write_it() {
    let said = refusal(&fixture("misspelt"));
    let expected = "\nTypeError: the app does not fit its world\n\
                    `people_app` has no `filter_by_tag`, but `filter_by_tags`\n\
                    = help: write `def filter_by_tag(people: list[Person], tag: str) -> list[Person]`\n";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn app_that_opens_a_socket_while_it_is_imported_is_refused_with_the_line_that_does() {
    let said = refusal(&fixture("opens-socket"));
    for part in [
        "_connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n",
        "\nPermissionError: ",
        "\n= help: ",
    ] {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

#[test]
fn component_that_cannot_be_prepared_is_refused_with_what_to_do() {
    let said = refusal(&fixture("control"));
    assert!(
        said.contains("does not export `prepare-snapshot`\n= help: "),
        "{said}"
    );
}

#[test]
fn what_is_no_component_is_refused() {
    let folder = folder();
    let path = folder.path().join("component.wasm");
    for bytes in [b"".as_slice(), b"#!/bin/sh\n", b"\0asm\x01\0\0\0"] {
        fs::write(&path, bytes).expect("writes");
        let said = refusal(&path);
        assert!(
            said.contains("not a WebAssembly component\n= help: "),
            "{bytes:?}: {said}"
        );
    }
}

#[test]
fn damaged_component_is_refused() {
    let folder = folder();
    let path = folder.path().join("component.wasm");
    let whole = fs::read(fixture("control")).expect("a component");
    fs::write(&path, &whole[..whole.len() / 2]).expect("writes");
    assert!(refusal(&path).contains("component.wasm"));
}

#[test]
fn missing_component_is_named() {
    let said = refusal(Path::new("missing.wasm"));
    assert!(
        said.starts_with("error: cannot read `missing.wasm`: "),
        "{said}"
    );
}

#[test]
fn output_that_cannot_be_written_is_named_and_leaves_nothing() {
    let folder = folder();
    fs::create_dir(folder.path().join("folder")).expect("a folder");
    fs::write(folder.path().join("file"), "").expect("writes");
    for out in ["folder", "file/out.wasm"] {
        let output = command(&fixture("lab-raw"), folder.path())
            .args(["--plain", out])
            .output()
            .expect("runs");
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.starts_with(&format!("error: cannot write `{out}`: ")),
            "{said}"
        );
        assert_eq!(names_in(folder.path()), ["file", "folder"]);
    }
}

#[test]
fn result_is_the_same_everywhere_and_says_nothing_of_where_it_was_made() {
    let here = folder();
    let first = kept(&mut command(&fixture("lab-raw"), here.path()), here.path());

    let elsewhere = folder();
    let there = elsewhere.path().join(MARKER);
    fs::create_dir(&there).expect("a folder");
    let copy = there.join("copy.wasm");
    fs::copy(fixture("lab-raw"), &copy).expect("copies");
    let mut marked = command(&copy, &there);
    marked.args(["--plain", &format!("{MARKER}.wasm")]);
    for name in [
        "HOME",
        "USER",
        "LOGNAME",
        "PWD",
        "PYTHONPATH",
        "LANG",
        "MARKED",
    ] {
        marked.env(name, MARKER);
    }
    marked
        .env("TZ", "Pacific/Kiritimati")
        .env("PYTHONHASHSEED", "7");
    let second = kept(&mut marked, &there);

    assert!(first == second, "the results differ");
    let wide: Vec<u8> = MARKER
        .chars()
        .flat_map(|letter| u32::from(letter).to_le_bytes())
        .collect();
    for marker in [MARKER.as_bytes(), &wide] {
        let found = second
            .windows(marker.len())
            .position(|bytes| bytes == marker);
        assert_eq!(found, None);
    }
}

#[test]
fn random_numbers_that_the_app_draws_at_import_are_warned_of_with_their_lines() {
    let folder = folder();
    let mut command = command(&fixture("lab-raw"), folder.path());
    let output = command.args(["--out", "out.wasm"]).output().expect("runs");
    let said = stderr(&output);
    let lines: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("warning: `")?.split_once('`'))
        .map(|(place, _)| place)
        .collect();
    let [at, names, uuid] = ["random.random()", "next(names)", "uuid.uuid1()"].map(line_of_kept);
    assert_eq!(lines, [at, names, uuid], "{said}");
    assert_eq!(
        said.matches("\n= help: draw them when they are needed")
            .count(),
        3
    );
}

/// Names the file and the number of this line in the lab.
fn line_of_kept(line: &str) -> String {
    let source = include_str!("../../../host-test/apps/lab/src/people_app/kept.py");
    let before = source.lines().take_while(|text| *text != line).count();
    format!("people_app/kept.py:{}", before + 1)
}

#[test]
fn every_result_with_random_hashes_is_another() {
    let folder = folder();
    let [first, second] = [(); 2].map(|()| {
        let mut command = command(&fixture("lab-raw"), folder.path());
        kept(command.arg("--random-hashes"), folder.path())
    });
    assert!(first != second, "both runs drew the same secret");
}

/// Returns the imports and exports of a component.
fn world(component: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("a component") {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 0 => {
                let names = section
                    .into_iter()
                    .map(|import| import.expect("an import").name);
                imports.extend(names.map(|name| name.name.to_owned()));
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                let names = section
                    .into_iter()
                    .map(|export| export.expect("an export").name);
                exports.extend(names.map(|name| name.name.to_owned()));
            }
            _ => {}
        }
    }
    exports.sort_unstable();
    (imports, exports)
}

#[test]
fn both_results_export_the_world_alone_and_import_wasi_0_2_alone() {
    let folder = folder();
    let raw = fixture("lab-raw");
    let (imports, exports) = world(&fs::read(&raw).expect("a component"));
    assert!(
        exports.contains(&"prepare-snapshot".to_owned()),
        "{exports:?}"
    );
    let mut both = command(&raw, folder.path());
    let restored = kept(both.args(["--plain", "plain.wasm"]), folder.path());
    let plain = fs::read(folder.path().join("plain.wasm")).expect("a component");
    for component in [restored, plain] {
        let (left, exports) = world(&component);
        assert_eq!(
            exports,
            [
                "wasi-py:people/people@0.1.0",
                "wasi-py:people/python@0.1.0",
                // The command line.
                "wasi:cli/run@0.2.0",
            ]
        );
        assert_eq!(left, imports);
        for name in left {
            assert!(
                name.starts_with("wasi:") && name.contains("@0.2."),
                "{name}"
            );
        }
    }
}

#[test]
fn licence_that_is_no_spdx_expression_is_refused() {
    let folder = folder();
    let mut command = command(&fixture("lab-raw"), folder.path());
    command.args(["--name", "lab", "--licenses", "ask me", "--out", "out.wasm"]);
    let output = command.output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("invalid value 'ask me' for '--licenses <SPDX>'"),
        "{said}"
    );
    assert_eq!(names_in(folder.path()), <[String; 0]>::default());
}
