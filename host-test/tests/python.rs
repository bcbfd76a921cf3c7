//! The Python inside the component: what is bundled, what works, what is raised, and how it comes back.
//!
//! Most of it runs in the lab: the same guest around an app that runs the code it is given.

use crate::guests;

use std::path::Path;

use guests::{host, person, plain_lab, python, python_path, restored_lab as lab, start};
use host_test::{CallError, Capabilities, Exception, Instance, Limits, People, Person};

/// Runs code in the lab and gives what it set as `result`.
fn run(instance: &mut Instance, code: &str) -> Result<Vec<Person>, CallError> {
    instance.filter_by_tag(&[person("John", 21, &["funny"])], code)
}

/// Runs one of `tests/snippets` without any capability, in a restored and in a fresh instance, and gives what
/// it printed.
fn run_snippet(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets");
    let code = std::fs::read_to_string(folder.join(name)).expect("a snippet");
    let [restored, fresh] = [lab(), plain_lab()].map(|guest| {
        let mut instance = start(&guest);
        run(&mut instance, &code).unwrap_or_else(|error| panic!("{error}"));
        instance.output().stdout.text()
    });
    assert_eq!(restored, fresh);
    restored
}

/// Returns what code raises.
fn raised(instance: &mut Instance, code: &str) -> Exception {
    match run(instance, code) {
        Err(CallError::Python { exception, .. }) => exception,
        other => panic!("`{code}` gave {other:?}"),
    }
}

#[test]
fn every_bundled_module_imports_without_any_folder() {
    let printed = run_snippet("import_everything.py");
    assert!(printed.ends_with("modules\n"), "{printed}");
}

#[test]
fn compression_works() {
    run_snippet("compress.py");
}

#[test]
fn sqlite_works_in_memory() {
    run_snippet("database.py");
}

#[test]
fn likely_modules_work() {
    run_snippet("modules.py");
}

#[test]
fn modules_above_what_is_not_there_can_be_imported_and_say_why_they_do_not_work() {
    run_snippet("standins.py");
}

#[test]
fn keys_are_derived_from_passwords() {
    run_snippet("passwords.py");
}

#[test]
fn asyncio_works_without_the_network() {
    run_snippet("event_loop.py");
}

#[test]
fn local_time_of_every_zone_is_that_of_zoneinfo() {
    let printed = run_snippet("time_zones.py");
    assert!(printed.ends_with("zones\n"), "{printed}");
}

#[test]
fn chains_are_as_long_as_natively() {
    assert_eq!(run_snippet("long_chains.py"), "12 kinds\n");
}

#[test]
fn files_work_without_any_folder() {
    run_snippet("files.py");
}

#[test]
fn bundled_code_has_resources_metadata_and_sources() {
    run_snippet("bundled.py");
}

#[test]
fn tests_of_the_app_pass_inside_the_component() {
    let site_packages = std::env::var_os("WASI_PY_SITE_PACKAGES")
        .expect("`WASI_PY_SITE_PACKAGES` is not set\n= help: run `cargo xtask test`");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let capabilities = Capabilities::none()
        .read_only(site_packages, "/site-packages")
        .read_only(root.join("../python-app"), "/python-app");
    let mut instance = lab()
        .instantiate(&Limits::default(), &capabilities)
        .expect("starts");
    let code =
        std::fs::read_to_string(root.join("tests/snippets/pytest_inside.py")).expect("a snippet");
    run(&mut instance, &code).unwrap_or_else(|error| panic!("{error}"));
    assert!(instance.output().stdout.text().contains(" passed in "));
}

#[test]
fn left_out_modules_say_so() {
    let mut instance = start(&lab());
    for module in [
        "tkinter",
        "test",
        "idlelib",
        "turtledemo",
        "lib2to3",
        "ensurepip",
        "venv",
        "fcntl",
        "multiprocessing.synchronize",
        "multiprocessing.shared_memory",
        "dbm.gnu",
    ] {
        let exception = raised(&mut instance, &format!("import {module}"));
        assert_eq!(exception.type_name, "ModuleNotFoundError");
        let said = format!("No module named '{module}': it was left out of this component, since ");
        assert!(
            exception.message.starts_with(&said),
            "{}",
            exception.message
        );
    }
    let exception = raised(&mut instance, "import no_such_module");
    assert_eq!(exception.message, "No module named 'no_such_module'");
}

#[test]
fn exceptions_of_every_kind_come_back_and_the_instance_goes_on() {
    let mut instance = start(&lab());
    for (code, type_name, message) in [
        ("raise ValueError('bad')", "ValueError", "bad"),
        (
            "behaviours.raise_own()",
            "people_app.behaviours.BadTag",
            "the tag is bad",
        ),
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("{}['missing']", "KeyError", "'missing'"),
        ("nothing", "NameError", "name 'nothing' is not defined"),
        ("import sys; sys.exit(3)", "SystemExit", "3"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        (
            "def f(): f()\nf()",
            "RecursionError",
            "maximum recursion depth exceeded",
        ),
        ("x = = 1", "SyntaxError", "invalid syntax (<lab>, line 1)"),
        (
            "'\\ud800'.encode()",
            "UnicodeEncodeError",
            "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
        ),
        (
            "open('/missing')",
            "FileNotFoundError",
            "[Errno 44] No such file or directory: '/missing'",
        ),
        ("bytearray((1 << 31) - 64)", "MemoryError", ""),
        (
            "raise ExceptionGroup('both', [ValueError(1), TypeError(2)])",
            "ExceptionGroup",
            "both (2 sub-exceptions)",
        ),
        (
            "class E(Exception):\n  def __str__(self): raise ValueError\nraise E",
            "lab.E",
            "<exception str() failed>",
        ),
        ("raise ValueError('\\ud800')", "ValueError", "???"),
        (
            "class Outer:\n  class Inner(Exception): pass\nraise Outer.Inner('x')",
            "lab.Outer.Inner",
            "x",
        ),
        (
            "class E(Exception): pass\nE.__module__ = 1\nraise E('x')",
            "E",
            "x",
        ),
        ("next(iter([]))", "StopIteration", ""),
    ] {
        let exception = raised(&mut instance, code);
        assert_eq!(exception.type_name, type_name, "{code}");
        if message == "???" {
            assert!(
                exception.message.contains('\u{fffd}'),
                "{:?}",
                exception.message
            );
        } else {
            assert_eq!(exception.message, message, "{code}");
        }
        assert!(!exception.traceback.is_empty(), "{code}");
        let answer = run(&mut instance, "result = people").expect("the instance goes on");
        assert_eq!(answer, [person("John", 21, &["funny"])]);
    }
}

#[test]
fn wrong_return_values_come_back_as_exceptions() {
    let mut instance = start(&lab());
    for (code, type_name, message) in [
        (
            "result = None",
            "TypeError",
            "expected a list, found `NoneType`",
        ),
        ("result = 7", "TypeError", "expected a list, found `int`"),
        (
            "result = [people[0], 'Jane']",
            "TypeError",
            "expected a `Person`, found `str`",
        ),
        (
            "result = people; people[0].tags.append(1)",
            "TypeError",
            "tags must be str, not int",
        ),
        (
            "result = people; people[0].tags.append('\\ud800')",
            "UnicodeEncodeError",
            "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
        ),
        (
            "people[0].age = 65536",
            "OverflowError",
            "age 65536 does not fit u16 (0..=65535)",
        ),
        (
            "people[0].age = -1",
            "OverflowError",
            "age -1 does not fit u16 (0..=65535)",
        ),
    ] {
        let exception = raised(&mut instance, code);
        assert_eq!(
            (exception.type_name.as_str(), exception.message.as_str()),
            (type_name, message),
            "{code}"
        );
    }
    let exception = raised(&mut instance, "result = [people[0], 'Jane']");
    let notes = "\nin item 1 of the list\nin what `people_app.filter_by_tag` returned\n";
    assert!(
        exception.traceback.ends_with(notes),
        "{}",
        exception.traceback
    );
    assert!(
        run(&mut instance, "result = tuple(people)").is_ok(),
        "any sequence will do"
    );
}

#[test]
fn traceback_is_what_python_formats_with_the_source_lines_of_the_app() {
    let exception = raised(&mut start(&lab()), "behaviours.raise_chained()");
    assert_eq!(
        exception.traceback,
        r#"Traceback (most recent call last):
  File "/bundle/app/people_app/behaviours.py", line 16, in raise_chained
    {}["missing"]
    ~~^^^^^^^^^^^
KeyError: 'missing'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/bundle/app/people_app/__init__.py", line 15, in filter_by_tag
    exec(compile(tag, "<lab>", "exec"), names)
    ~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "<lab>", line 1, in <module>
  File "/bundle/app/people_app/behaviours.py", line 18, in raise_chained
    raise RuntimeError("it went wrong") from error
RuntimeError: it went wrong
"#
    );
}

#[test]
fn failed_import_hides_the_importer_in_its_traceback() {
    let exception = raised(&mut start(&lab()), "import no_such_module");
    assert!(
        !exception.traceback.contains("importlib"),
        "{}",
        exception.traceback
    );
    assert!(
        exception.traceback.contains("File \"<lab>\", line 1"),
        "{}",
        exception.traceback
    );
}

#[test]
fn people_changed_by_python_come_back_changed() {
    let code = "p = people[0]; p.name += 'ny'; p.age += 1; p.tags.append('new'); result = [p, p]";
    let changed = run(&mut start(&lab()), code).expect("returns");
    let expected = person("Johnny", 22, &["funny", "new"]);
    assert_eq!(changed, [expected.clone(), expected]);
}

#[test]
fn finalizer_of_a_returned_person_still_sees_the_person() {
    let mut instance = start(&lab());
    let code = "result = [behaviours.Watched('Jo', 1)]; result[0].add_tag('new')";
    assert_eq!(
        run(&mut instance, code).expect("returns"),
        [person("Jo", 1, &["new"])]
    );
    run(&mut instance, "print(behaviours.seen)").expect("returns");
    assert_eq!(instance.output().stdout.text(), "[('Jo', ['new'])]\n");
}

#[test]
fn output_is_there_after_the_call_even_without_a_line_end() {
    let mut instance = start(&lab());
    run(
        &mut instance,
        "import sys; print('out', end=''); print('err', file=sys.stderr, end='')",
    )
    .expect("returns");
    let output = instance.output();
    assert_eq!(
        (output.stdout.text().as_str(), output.stderr.text().as_str()),
        ("out", "err")
    );
    raised(&mut instance, "print('before'); 1 / 0");
    assert_eq!(instance.output().stdout.text(), "before\n");
}

#[test]
fn arguments_and_environment_are_those_of_the_host() {
    let capabilities = Capabilities::none()
        .argument("people")
        .argument("ü")
        .variable("COLOUR", "grün");
    let mut instance = lab()
        .instantiate(&Limits::default(), &capabilities)
        .expect("starts");
    run(
        &mut instance,
        "import os, sys; print(sys.argv, os.environ['COLOUR'], os.getcwd())",
    )
    .expect("returns");
    assert_eq!(instance.output().stdout.text(), "['people', 'ü'] grün /\n");
}

#[test]
fn deep_nesting_is_an_exception_and_not_a_trap() {
    let mut instance = start(&lab());
    let nested = "nested = []\nfor _ in range(100_000): nested = [nested]\n";
    for code in [
        "repr(nested)",
        "import json; json.dumps(nested)",
        "import json; json.loads('[' * 100_000)",
        "import pickle; pickle.dumps(nested)",
        "import copy; copy.deepcopy(nested)",
        "nested == eval('[' * 90 + ']' * 90) or nested == [nested]; other = []\nfor _ in range(100_000): other = [other]\nnested == other",
        "compile('1' + '+1' * 100_000, 'x', 'exec')",
        "compile('(' * 100_000, 'x', 'exec')",
        "import re; re.compile('(' * 5_000 + ')' * 5_000)",
    ] {
        let exception = raised(&mut instance, &format!("{nested}{code}"));
        assert!(
            ["RecursionError", "MemoryError"].contains(&exception.type_name.as_str()),
            "{code}: {exception:?}"
        );
    }
}

#[test]
fn component_holds_no_path_of_the_machine_that_built_it() {
    let bytes = std::fs::read(python_path()).expect("a component");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a repository");
    let home = std::env::var("HOME").expect("a home");
    for path in [repository.to_str().expect("UTF-8"), &format!("{home}/.c")] {
        let found = memchr::memmem::find(&bytes, path.as_bytes());
        let around = found.map(|at| String::from_utf8_lossy(&bytes[at..at + 80]).into_owned());
        assert_eq!(around, None, "`{path}`");
    }
}

#[test]
fn component_imports_nothing_but_wasi_0_2_and_exports_its_world() {
    let host = host();
    let component_type = python().component().component_type();
    for (name, _) in component_type.imports(host.engine()) {
        assert!(
            name.starts_with("wasi:") && name.contains("@0.2."),
            "{name}"
        );
    }
    let mut exports: Vec<&str> = component_type
        .exports(host.engine())
        .map(|(name, _)| name)
        .collect();
    exports.sort_unstable();
    assert_eq!(
        exports,
        [
            "wasi-py:people/people@0.1.0",
            "wasi-py:people/python@0.1.0",
            // The command line.
            "wasi:cli/run@0.2.0",
        ]
    );
}
