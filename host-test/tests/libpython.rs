//! The static libpython, linked by a program of its own for both targets and run.

use crate::guests;

use guests::{fixture, host};
use host_test::command::{self, Finished};
use host_test::{Capabilities, Limits};
use wlr_libpy::assertions::Assertions;
use wlr_libpy::cache::{cache_root, libpython_dir};
use wlr_libpy::release::RELEASES;
use wlr_libpy::target::Target;

fn run(program: &str, capabilities: &Capabilities) -> Finished {
    command::run(&host(), fixture(program), &Limits::default(), capabilities)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Runs python's own command line on the standard library of the cache.
fn python(target: Target, arguments: &[&str]) -> Finished {
    let root = cache_root().expect("a cache");
    let stdlib =
        libpython_dir(&root, &RELEASES[0], target, Assertions::wanted()).join("lib/python3.13");
    let capabilities = Capabilities::none().read_only(stdlib, "/usr/local/lib/python3.13");
    let arguments = ["python"].iter().chain(arguments);
    let capabilities = arguments.fold(capabilities, |all, &argument| all.argument(argument));
    run(program(target), &capabilities)
}

fn program(target: Target) -> &'static str {
    match target {
        Target::Wasip1 => "py-wasip1",
        Target::Wasip2 => "py-wasip2",
    }
}

/// A program of its own that links libpython and prints the version.
fn linked(target: Target) -> &'static str {
    match target {
        Target::Wasip1 => "libpython-wasip1",
        Target::Wasip2 => "libpython-wasip2",
    }
}

/// Runs each test on both targets.
macro_rules! on_both_targets {
    ($($test:ident),* $(,)?) => {
        mod wasip2 {
            $(#[test] fn $test() { super::$test(super::Target::Wasip2); })*
        }
        mod wasip1 {
            $(
                #[test]
                #[ignore = "takes libpython for preview 1: run `cargo xtask test --full`"]
                fn $test() { super::$test(super::Target::Wasip1); }
            )*
        }
    };
}

on_both_targets!(
    version_is_known,
    py_main_runs_code,
    py_main_prints_tracebacks,
    py_main_refuses_unknown_options,
    environment_markers_are_what_dependencies_are_chosen_by,
);

fn version_is_known(target: Target) {
    let finished = run(linked(target), &Capabilities::none());
    let version = format!("{} (", RELEASES[0].version);
    let printed = finished.output.stdout.text();
    assert!(printed.starts_with(&version), "{printed}");
    assert_eq!(finished.exit_code, 0);
}

fn py_main_runs_code(target: Target) {
    let code = "import sys, zlib, sqlite3; print(sys.platform, sys.argv); sys.exit(7)";
    let finished = python(target, &["-c", code, "ü"]);
    let output = &finished.output;
    assert_eq!(output.stdout.text(), "wasi ['-c', 'ü']\n", "{output}");
    assert_eq!(finished.exit_code, 7);
}

fn py_main_prints_tracebacks(target: Target) {
    let finished = python(target, &["-c", "1 / 0"]);
    assert_eq!(finished.exit_code, 1);
    let said = finished.output.stderr.text();
    assert!(
        said.ends_with("ZeroDivisionError: division by zero\n"),
        "{said}"
    );
}

fn py_main_refuses_unknown_options(target: Target) {
    let finished = python(target, &["--no-such-option"]);
    assert_eq!(finished.exit_code, 2);
    let said = finished.output.stderr.text();
    assert!(
        said.starts_with("unknown option --no-such-option\n"),
        "{said}"
    );
}

fn environment_markers_are_what_dependencies_are_chosen_by(target: Target) {
    // As PEP 508 defines them.
    let code = "
import os, platform, sys
for name, value in {
    'implementation_name': sys.implementation.name,
    'implementation_version': platform.python_version(),
    'os_name': os.name,
    'platform_machine': platform.machine(),
    'platform_python_implementation': platform.python_implementation(),
    'platform_release': platform.release(),
    'platform_system': platform.system(),
    'platform_version': platform.version(),
    'python_full_version': platform.python_version(),
    'python_version': '.'.join(platform.python_version_tuple()[:2]),
    'sys_platform': sys.platform,
}.items():
    print(name, value)
";
    let markers = RELEASES[0].markers();
    let expected = markers.map(|(name, value)| format!("{name} {value}\n"));
    let finished = python(target, &["-c", code]);
    assert_eq!(finished.output.stdout.text(), expected.concat());
}
