//! `wasi-py serve`, as a person calls it, where it does not come to serving. `command-test/tests/sources.rs`
//! has what answers requests, and the page on web apps the whole.

use std::fs;
use std::process::Command;

/// Returns what it says to a project that was just begun, whose `Cargo.toml` ends with `settings`.
fn refusal(settings: &str) -> String {
    let work = tempfile::tempdir().expect("a folder");
    let folder = work.path().join("my-words");
    let mut new = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
    let output = new.arg("new").arg(&folder).output().expect("runs");
    assert!(output.status.success());
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(path, text + settings).expect("written");
    let mut serve = Command::new(env!("CARGO_BIN_EXE_wasi-py"));
    let output = serve.arg("serve").current_dir(folder).output();
    let output = output.expect("runs");
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn project_that_answers_no_requests_is_told_how_to_begin_one() {
    assert_eq!(
        refusal(""),
        "error: the world `my-words` answers no HTTP requests: it does not export `wasi:http/incoming-handler`\n\
         = help: begin a project that does with `cargo wasi-py new --http plain FOLDER`\n"
    );
}

#[test]
fn project_that_cannot_read_folders_is_told_what_else_to_do() {
    let groups = ["random", "clocks", "stdio", "environment"];
    let said = refusal(&format!(
        "\n[package.metadata.wasi-py]\nwasi = {groups:?}\n"
    ));
    assert_eq!(
        said,
        "error: the component cannot read the app's sources from a folder: `wasi` in `Cargo.toml` leaves out \
         `filesystem`\n= help: serve what `cargo wasi-py build` writes, by `wasmtime serve`\n"
    );
}
