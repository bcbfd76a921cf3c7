//! The static libpython, linked by a program of its own for both targets and run.

mod guests;

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

#[test]
fn version_is_known_on_both_targets() {
    for fixture in ["libpython-wasip1", "libpython-wasip2"] {
        let finished = run(fixture, &Capabilities::none());
        let version = format!("{} (", RELEASES[0].version);
        let printed = finished.output.stdout.text();
        assert!(printed.starts_with(&version), "{fixture}: {printed}");
        assert_eq!(finished.exit_code, 0, "{fixture}");
    }
}

#[test]
fn py_main_runs_code_on_both_targets() {
    for target in Target::ALL {
        let code = "import sys, zlib, sqlite3; print(sys.platform, sys.argv); sys.exit(7)";
        let finished = python(target, &["-c", code, "ü"]);
        let output = &finished.output;
        assert_eq!(
            output.stdout.text(),
            "wasi ['-c', 'ü']\n",
            "{target}: {output}"
        );
        assert_eq!(finished.exit_code, 7, "{target}");
    }
}

#[test]
fn py_main_prints_tracebacks_and_refuses_unknown_options() {
    let finished = python(Target::Wasip2, &["-c", "1 / 0"]);
    assert_eq!(finished.exit_code, 1);
    assert!(
        finished
            .output
            .stderr
            .text()
            .ends_with("ZeroDivisionError: division by zero\n")
    );

    let finished = python(Target::Wasip1, &["--no-such-option"]);
    assert_eq!(finished.exit_code, 2);
    assert!(
        finished
            .output
            .stderr
            .text()
            .starts_with("unknown option --no-such-option\n")
    );
}

#[test]
fn environment_markers_are_what_dependencies_are_chosen_by() {
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
    for target in Target::ALL {
        let finished = python(target, &["-c", code]);
        assert_eq!(finished.output.stdout.text(), expected.concat(), "{target}");
    }
}
