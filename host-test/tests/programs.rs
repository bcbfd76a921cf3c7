//! Programs of both kinds: how they end, what they print, what they are given.

use crate::guests;

use std::time::Duration;

use guests::{component, host, wasi};
use host_test::command::{CommandError, Finished, Program, run};
use host_test::{Capabilities, Limits, Stop};

/// Writes a core module of preview 1 with `body` as its code.
fn module(body: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
             (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
             (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
             (import "wasi_snapshot_preview1" "args_sizes_get" (func $arguments (param i32 i32) (result i32)))
             (import "wasi_snapshot_preview1" "fd_prestat_get" (func $directory (param i32 i32) (result i32)))
             (memory (export "memory") 1)
             (data (i32.const 0) "\10\00\00\00\06\00\00\00")
             (data (i32.const 16) "hello\n")
             (func (export "_start") {body}))"#
    );
    wat::parse_str(text).expect("a module")
}

/// Makes a component with `wasi:cli/run` that leaves `result`.
fn program(result: u8) -> Vec<u8> {
    let wit = format!(
        "package test:program; world program {{ export wasi:cli/run@0.2.0; }} {}",
        wasi()
    );
    let module = format!(
        r#"(module (func (export "wasi:cli/run@0.2.0#run") (result i32) i32.const {result}))"#
    );
    component(&wit, &module)
}

fn ended(
    bytes: &[u8],
    limits: &Limits,
    capabilities: &Capabilities,
) -> Result<Finished, CommandError> {
    Program::load_bytes(&host(), bytes)?.run(limits, capabilities)
}

fn finished(bytes: &[u8], capabilities: &Capabilities) -> Finished {
    ended(bytes, &Limits::default(), capabilities).unwrap_or_else(|error| panic!("{error}"))
}

fn exit_code(bytes: &[u8]) -> i32 {
    finished(bytes, &Capabilities::none()).exit_code
}

#[test]
fn a_module_ends_with_its_exit_code() {
    assert_eq!(exit_code(&module("")), 0);
    assert_eq!(
        exit_code(&module("(call $exit (i32.const 7)) unreachable")),
        7
    );
}

#[test]
fn a_component_ends_with_its_result() {
    assert_eq!(exit_code(&program(0)), 0);
    assert_eq!(exit_code(&program(1)), 1);
}

#[test]
fn what_a_module_prints_is_captured() {
    let body = "(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
                (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))";
    let output = finished(&module(body), &Capabilities::none()).output;
    assert_eq!(
        (output.stdout.text(), output.stderr.text()),
        ("hello\n".into(), "hello\n".into())
    );
}

#[test]
fn a_program_gets_the_arguments_and_directories_it_is_given() {
    let arguments = module(
        "(drop (call $arguments (i32.const 32) (i32.const 36))) (call $exit (i32.load (i32.const 32)))",
    );
    let directory = module("(call $exit (call $directory (i32.const 3) (i32.const 32)))");
    assert_eq!((exit_code(&arguments), exit_code(&directory)), (0, 8));
    let folder = tempfile::tempdir().expect("a folder");
    let given = Capabilities::none()
        .argument("program")
        .argument("--flag")
        .read_only(folder.path(), "/data");
    assert_eq!(finished(&arguments, &given).exit_code, 2);
    assert_eq!(finished(&directory, &given).exit_code, 0);
}

#[test]
fn a_program_is_stopped_at_its_deadline() {
    let limits = Limits {
        deadline: Some(Duration::from_millis(30)),
        ..Limits::default()
    };
    let endless = module("(loop br 0)");
    assert!(matches!(
        ended(&endless, &limits, &Capabilities::none()),
        Err(CommandError::Stopped {
            stop: Stop::DeadlineExceeded { .. },
            ..
        })
    ));
}

#[test]
fn a_file_that_is_no_program_is_an_error() {
    let error = |bytes: &[u8]| {
        ended(bytes, &Limits::default(), &Capabilities::none())
            .expect_err("an error")
            .to_string()
    };
    assert!(error(b"").starts_with("not a program that can be run here: "));
    let without_start = wat::parse_str("(module)").expect("a module");
    assert!(
        error(&without_start).contains("_start"),
        "{}",
        error(&without_start)
    );
    let missing = run(
        &host(),
        "no/such.wasm",
        &Limits::default(),
        &Capabilities::none(),
    );
    assert_eq!(
        missing.expect_err("an error").to_string(),
        "`no/such.wasm` cannot be read: No such file or directory (os error 2)"
    );
}
