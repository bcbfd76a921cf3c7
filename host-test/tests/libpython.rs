//! The static libpython, linked by a program of its own for both targets and run.

use crate::guests;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use guests::{fixture, host};
use host_test::command::{Finished, Program};
use host_test::{Capabilities, Limits};
use wlr_libpy::assertions::Assertions;
use wlr_libpy::bld_cfg::LibsConfig;
use wlr_libpy::cache::{cache_root, libpython_dir};
use wlr_libpy::release::RELEASES;
use wlr_libpy::target::Target;

fn run(name: &'static str, capabilities: &Capabilities) -> Finished {
    let finished = compiled(name).run(&Limits::default(), capabilities);
    finished.unwrap_or_else(|error| panic!("{error}"))
}

/// Returns a program, compiled once for all tests.
fn compiled(name: &'static str) -> Arc<Program> {
    static PROGRAMS: LazyLock<Mutex<HashMap<&str, Arc<Program>>>> = LazyLock::new(Mutex::default);
    let mut programs = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || {
        Program::load(&host(), fixture(name))
            .expect("a program")
            .into()
    };
    programs.entry(name).or_insert_with(compile).clone()
}

/// Runs python's own command line on the standard library of the cache.
fn python(target: Target, arguments: &[&str]) -> Finished {
    let root = cache_root().expect("a cache");
    let libpython = libpython_dir(&root, &RELEASES[0], target, Assertions::wanted());
    let stdlib = format!("lib/python{}", RELEASES[0].minor());
    let place = format!("/usr/local/{stdlib}");
    let capabilities = Capabilities::none().read_only(libpython.join(stdlib), place);
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

/// Names a program of its own that links libpython and prints the version.
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

/// A program that has every encoding of sources that CPython knows, and names beyond ASCII, compiled and run.
const COMPILE_EVERYTHING: &str = r##"
import encodings, os

texts = {
    "utf-8": "größe, größe", "latin-1": "naïve", "cp1252": "“quoted”", "iso8859-15": "€", "koi8-r": "дом", "mac-roman": "ƒ",
    "big5": "中文", "big5hkscs": "中文", "cp949": "한국어", "cp950": "中文", "cp932": "日本", "euc-jp": "日本", "euc-kr": "한국",
    "gb18030": "中文", "gb2312": "中文", "gbk": "中文", "hz": "中文", "iso2022-jp": "日本", "iso2022-kr": "한국",
    "johab": "한국", "shift-jis": "日本", "shift-jisx0213": "日本",
}
for encoding, text in texts.items():
    source = f"# -*- coding: {encoding} -*-\nfound = '{text}'\n".encode(encoding)
    names = {}
    exec(compile(source, encoding, "exec"), names)
    assert names["found"] == text, encoding
names = {}
exec(compile("größe = ªº = '\\N{BULLET}'\n𝐱 = größe", "names", "exec"), names)
assert names["größe"] == names["x"] == names["ao"] == "\u2022", names
print("compiled")
"##;

#[test]
fn native_python_compiles_sources_in_every_encoding_and_script() {
    let root = cache_root().expect("a cache");
    let (release, assertions) = (&RELEASES[0], Assertions::wanted());
    let dir = libpython_dir(&root, release, Target::Wasip2, assertions);
    let libpython = LibsConfig::open(dir, release, Target::Wasip2, assertions).expect("whole");
    let output = { libpython.native_python() }
        .args(["-c", COMPILE_EVERYTHING])
        .output()
        .expect("starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.stdout, b"compiled\n", "{said}");
}

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
