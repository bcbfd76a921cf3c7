//! The options of the command line and the variables of the environment: what `python` does with them.

use command_test::{Ended, python, python_of};
use wlr_libpy::release::RELEASES;

fn evaluated(options: &[&str], expression: &str) -> String {
    let code = format!("import sys; print({expression})");
    let arguments = [options, &["-c", &code]].concat();
    python().prints(&arguments).trim_end().to_owned()
}

#[test]
fn without_arguments_the_app_greets_and_filters() {
    let said = python_of("dist/people.wasm").prints(&[]);
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with(&format!(
            "Hello from Python (libpython {}.",
            RELEASES[0].minor()
        )),
        "{said}"
    );
    assert!(lines[0].ends_with(" in Wasm(Rust)."), "{said}");
    assert_eq!(
        lines[1..],
        [
            "args= ('/bundle/app/people_app/__main__.py',)",
            "",
            r#"Original people: [Person(Name: "John", Age: 21, Tags:["funny", "student"]), Person(Name: "Jane", Age: 22, Tags:["thoughtful", "student"]), Person(Name: "George", Age: 75, Tags:["wise", "retired"])]"#,
            r#"Filtered people by `student`: [Person(Name: "John", Age: 21, Tags:["funny", "student"]), Person(Name: "Jane", Age: 22, Tags:["thoughtful", "student"])]"#,
        ]
    );
}

#[test]
fn app_sees_its_arguments() {
    let said = python().prints(&["-m", "people_app", "a", "b c"]);
    assert!(
        said.contains("args= ('/bundle/app/people_app/__main__.py', 'a', 'b c')"),
        "{said}"
    );
}

#[test]
fn command_can_import_the_module_in_rust() {
    let code = "from person import Person; print(Person('Ann', 3))";
    assert_eq!(
        python().prints(&["-c", code]),
        "Person(Name: \"Ann\", Age: 3, Tags:[])\n"
    );
}

#[test]
fn version_is_printed() {
    let minor = RELEASES[0].minor();
    assert!(
        python()
            .prints(&["-V"])
            .starts_with(&format!("Python {minor}."))
    );
    assert!(python().prints(&["-VV"]).contains("[Clang "));
}

#[test]
fn help_is_printed() {
    let said = python().prints(&["-h"]);
    assert!(
        said.contains("[-c cmd | -m mod | file | -] [arg] ..."),
        "{said}"
    );
    let said = python().prints(&["--help-env"]);
    assert!(said.contains("PYTHONHASHSEED"), "{said}");
}

#[test]
fn unknown_option_is_refused_with_pythons_own_words() {
    let Ended { status, stderr, .. } = python().run(&["-z"]);
    assert_eq!(status, Some(2));
    assert!(
        stderr.starts_with("Unknown option: -z\nusage: "),
        "{stderr}"
    );
}

/// Each option with the flags that it changes.
#[test]
fn options_set_the_flags_that_python_sets() {
    let ordinary = "(0, 0, 0, 0, 0, 0, 0, 0, False, 1)";
    let cases: &[(&[&str], &str)] = &[
        (&[], ordinary),
        (&["-O"], "(1, 0, 0, 0, 0, 0, 0, 0, False, 1)"),
        (&["-OO"], "(2, 0, 0, 0, 0, 0, 0, 0, False, 1)"),
        (&["-B"], "(0, 1, 0, 0, 0, 0, 0, 0, False, 1)"),
        (&["-s"], "(0, 0, 1, 0, 0, 0, 0, 0, False, 1)"),
        (&["-S"], "(0, 0, 0, 1, 0, 0, 0, 0, False, 1)"),
        (&["-E"], "(0, 0, 0, 0, 1, 0, 0, 0, False, 1)"),
        (&["-b"], "(0, 0, 0, 0, 0, 1, 0, 0, False, 1)"),
        (&["-q"], "(0, 0, 0, 0, 0, 0, 1, 0, False, 1)"),
        (&["-I"], "(0, 0, 1, 0, 1, 0, 0, 1, True, 1)"),
        (&["-P"], "(0, 0, 0, 0, 0, 0, 0, 0, True, 1)"),
        (&["-X", "utf8=0"], "(0, 0, 0, 0, 0, 0, 0, 0, False, 0)"),
        (&["-u"], ordinary),
    ];
    let flags = "[getattr(sys.flags, name) for name in ('optimize', 'dont_write_bytecode', 'no_user_site', 'no_site', \
                 'ignore_environment', 'bytes_warning', 'quiet', 'isolated', 'safe_path', 'utf8_mode')]";
    for (options, expected) in cases {
        assert_eq!(
            evaluated(options, &format!("tuple({flags})")),
            *expected,
            "{options:?}"
        );
    }
}

/// The mode changes little: the locale of WASI is one of UTF-8.
#[test]
fn text_is_utf8_in_every_mode() {
    let of_mode =
        "sys.flags.utf8_mode, sys.stdin.errors, sys.getfilesystemencoding(), sys.stdout.encoding";
    let on = "1 surrogateescape utf-8 utf-8";
    assert_eq!(evaluated(&[], of_mode), on);
    assert_eq!(evaluated(&["-X", "utf8"], of_mode), on);
    let off = evaluated(&["-X", "utf8=0"], of_mode);
    assert_eq!(off, "0 surrogateescape utf-8 utf-8");
}

#[test]
fn optimised_code_has_no_docstrings() {
    let code = "def f(): 'text'\nprint(f.__doc__)";
    assert_eq!(python().prints(&["-O", "-c", code]), "text\n");
    assert_eq!(python().prints(&["-OO", "-c", code]), "None\n");
}

#[test]
fn optimised_code_asserts_nothing() {
    let code = "assert False, 'asserted'\nprint(__debug__)";
    assert_eq!(python().prints(&["-O", "-c", code]), "False\n");
    let asserted = python().run(&["-c", code]);
    assert_eq!(asserted.status, Some(1));
    assert!(
        asserted.stderr.ends_with("AssertionError: asserted\n"),
        "{asserted:?}"
    );
}

#[test]
fn hash_seed_is_heeded_and_unseeded_hashes_are_the_snapshots() {
    let hash = |seed: &str| {
        python()
            .variable("PYTHONHASHSEED", seed)
            .prints(&["-c", "print(hash('abc'))"])
    };
    assert_eq!(hash("7"), hash("7"));
    assert_ne!(hash("7"), hash("8"));
    assert_ne!(hash("random"), hash("random"));
    let of_snapshot = || evaluated(&[], "hash('abc')");
    assert_eq!(of_snapshot(), of_snapshot());
}

#[test]
fn variables_are_ignored_on_request() {
    let optimised = python().variable("PYTHONOPTIMIZE", "2");
    let flag = ["-c", "import sys; print(sys.flags.optimize)"];
    assert_eq!(optimised.prints(&flag), "2\n");
    for option in ["-E", "-I"] {
        assert_eq!(optimised.prints(&[&[option], &flag[..]].concat()), "0\n");
    }
}

#[test]
fn warnings_follow_the_options() {
    let code = "import warnings; warnings.warn('careful'); print('after')";
    let warned = python().run(&["-c", code]);
    assert_eq!(
        (warned.status, &*warned.stdout, &*warned.stderr),
        (Some(0), "after\n", "<string>:1: UserWarning: careful\n")
    );
    assert_eq!(python().prints(&["-W", "ignore", "-c", code]), "after\n");
    let raised = python().run(&["-W", "error", "-c", code]);
    assert_eq!((raised.status, &*raised.stdout), (Some(1), ""));
    assert!(
        raised.stderr.ends_with("UserWarning: careful\n"),
        "{raised:?}"
    );
    let ignored = python().variable("PYTHONWARNINGS", "ignore");
    assert_eq!(ignored.prints(&["-c", code]), "after\n");
}

#[test]
fn x_options_are_there_and_act() {
    assert_eq!(evaluated(&["-X", "a=b"], "sys._xoptions"), "{'a': 'b'}");
    assert_eq!(evaluated(&["-X", "dev"], "sys.flags.dev_mode"), "True");
    let timed = python().run(&["-X", "importtime", "-c", "import json"]);
    assert!(timed.stderr.contains("| json\n"), "{timed:?}");
}

/// A start from the snapshot looks like a fresh one. `-X a` makes Python start anew.
#[test]
fn snapshot_looks_like_a_fresh_start() {
    let looks = "sys.flags, sys.path, sys.argv, sys.prefix, sys.executable, sys.warnoptions, sys.stdout.encoding, \
                 sys.stdout.errors, sys.stdin.errors, sys.stderr.errors, sys.getfilesystemencoding(), exit, \
                 sorted(vars(sys.modules['__main__'])), sys.pycache_prefix, __import__('warnings').filters";
    assert_eq!(evaluated(&[], looks), evaluated(&["-X", "a"], looks));
    assert_eq!(
        evaluated(&["-I"], looks),
        evaluated(&["-I", "-X", "a"], looks)
    );
}

#[test]
fn random_numbers_differ_from_run_to_run() {
    let number = || evaluated(&[], "__import__('random').random()");
    assert_ne!(number(), number());
}
