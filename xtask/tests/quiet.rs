//! Output of tasks away from a terminal.

use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    xtask.args(arguments).output().expect("it starts")
}

fn has_control_characters(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .any(|byte| byte.is_ascii_control() && *byte != b'\n')
}

/// Makes a component that is as small as possible.
fn component(folder: &tempfile::TempDir) -> String {
    let path = folder.path().join("x.wasm");
    std::fs::write(&path, b"\0asm\x0d\0\x01\0").expect("writes");
    path.display().to_string()
}

#[test]
fn result_is_all_that_a_quiet_task_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [["--quiet", "size"], ["size", "--quiet"], ["size", "-q"]] {
        let output = xtask(&[&arguments[..], &[&component(&folder)]].concat());
        assert!(output.status.success(), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
        assert!(output.stdout.starts_with(b"           8  "), "{output:?}");
        assert!(!has_control_characters(&output.stdout), "{output:?}");
    }
}

#[test]
fn quiet_task_says_what_is_wrong() {
    let output = xtask(&["--quiet", "size", "nothing.wasm"]);
    assert!(!output.status.success() && output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("error: cannot read `nothing.wasm`"),
        "{said}"
    );
    assert!(!has_control_characters(&output.stderr), "{said}");
}

#[test]
fn help_has_no_control_characters() {
    for arguments in [&["--help"][..], &["build", "--help"], &["run", "-h"]] {
        let output = xtask(arguments);
        assert!(output.status.success() && output.stderr.is_empty());
        assert!(!has_control_characters(&output.stdout), "{arguments:?}");
    }
}
