//! The component's command line beside `wlr_libpy::py_main`, which is CPython's own and nothing else.

use command_test::{Ended, Python, py_main, python};

/// Returns the end of a run, without the names of the files, words on CPython's inner state, and the one
/// thing that is decided otherwise: the component is in UTF-8 mode by itself.
fn ended(python: &Python, arguments: &[&str], input: &str) -> Ended {
    let alike = |text: String| {
        text.replace("utf8_mode=1", "utf8_mode=0")
            .replace("py-wasip2-command.cwasm", "people-command.cwasm")
            .replace("Python runtime state: preinitializing\n\n", "")
            .replace("Python runtime state: preinitialized\n\n", "")
    };
    let ended = python.run_with(arguments, input.as_bytes());
    Ended {
        stdout: alike(ended.stdout),
        stderr: alike(ended.stderr),
        ..ended
    }
}

/// Command lines and what comes by standard input.
const ALIKE: &[(&[&str], &str)] = &[
    (&["-c", "print(6 * 7)"], ""),
    (
        &["-c", "import sys; print(sys.argv, sys.path[0])", "a", "-b"],
        "",
    ),
    (
        &["-c", "import sys; print(sys.flags, sys.orig_argv[1:])"],
        "",
    ),
    (&["-c", "import sys; sys.exit(7)"], ""),
    (&["-c", "import sys; sys.exit(256 + 7)"], ""),
    (&["-c", "import sys; sys.exit('no such person')"], ""),
    (&["-c", "import os; os._exit(9)"], ""),
    (&["-c", "raise SystemExit"], ""),
    (&["-c", "1 / 0"], ""),
    (&["-c", "def f(:"], ""),
    (&["-c", "input()"], ""),
    (&["-c", "print(input('name? '))"], "J\u{fc}rgen\n"),
    (&["-c", "assert False"], ""),
    (
        &[
            "-c",
            "import atexit; atexit.register(print, 'end'); print('begin')",
        ],
        "",
    ),
    (&["-c"], ""),
    (&["-m"], ""),
    (&["-m", "json.tool", "--compact"], "{\"a\": [1]}"),
    (&["-m", "json.tool"], "{"),
    (&["-m", "base64", "-e", "-"], "abc"),
    (&["-"], "import sys\nprint(__name__, sys.argv)"),
    (&["-", "a"], "import sys\nprint(__name__, sys.argv)"),
    (&["-"], "x = 1\ndef f(:\n"),
    (
        &["-q", "-i"],
        "def f(x):\n    return x + 1\n\nf(1)\n_ * 10\n1/0\n",
    ),
    (&["-q", "-i", "-c", "x = 20"], "x + 1\nexit(3)\n"),
    (&["/nothing.py"], ""),
    (&["-V"], ""),
    (&["-h"], ""),
    (&["--help-env"], ""),
    (&["--help-xoptions"], ""),
    (&["-z"], ""),
    (&["--no-such-option"], ""),
    (
        &[
            "-X",
            "no_such_option",
            "-c",
            "import sys; print(sys._xoptions)",
        ],
        "",
    ),
    (
        &[
            "-W",
            "error",
            "-c",
            "import warnings; warnings.warn('careful')",
        ],
        "",
    ),
    (&["-W", "nonsense", "-c", "print('after')"], ""),
    (&["--check-hash-based-pycs", "nonsense", "-c", "pass"], ""),
    (&["-OO", "-c", "assert False; print(__debug__)"], ""),
    (&["-I", "-c", "import sys; print(sys.flags)"], ""),
    (&["-S", "-c", "print('exit' in vars(__builtins__))"], ""),
    (&["-bb", "-c", "b'' == ''"], ""),
    (
        &[
            "-X",
            "utf8=0",
            "-c",
            "import sys; print(sys.flags.utf8_mode, sys.stdout.errors)",
        ],
        "",
    ),
    (
        &[
            "-X",
            "dev",
            "-c",
            "import sys; print(sys.flags, sys.warnoptions)",
        ],
        "",
    ),
];

#[test]
fn component_and_py_main_end_alike() {
    for (arguments, input) in ALIKE {
        assert_eq!(
            ended(&python(), arguments, input),
            ended(&py_main(), arguments, input),
            "{arguments:?}"
        );
    }
}

#[test]
fn component_and_py_main_heed_the_same_variables() {
    let code = "import sys; print(sys.flags, sys.warnoptions, sys.pycache_prefix, hash('a'), sys.stdout.encoding)";
    for (name, value) in [
        ("PYTHONHASHSEED", "7"),
        ("PYTHONHASHSEED", "nonsense"),
        ("PYTHONOPTIMIZE", "2"),
        ("PYTHONWARNINGS", "error,ignore::DeprecationWarning"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHONIOENCODING", "latin-1"),
        ("PYTHONPYCACHEPREFIX", "/pyc"),
        ("PYTHONSAFEPATH", "1"),
        ("PYTHONUTF8", "0"),
        ("PYTHONUTF8", "nonsense"),
        ("PYTHONDEVMODE", "1"),
        ("PYTHONINSPECT", "1"),
    ] {
        let of = |python: Python| {
            let python = match name {
                "PYTHONHASHSEED" => python,
                _ => python.variable("PYTHONHASHSEED", "0"),
            };
            ended(&python.variable(name, value), &["-c", code], "")
        };
        assert_eq!(of(python()), of(py_main()), "{name}={value}");
    }
}
