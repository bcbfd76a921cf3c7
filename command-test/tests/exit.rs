//! The end of a command: exit codes, messages, and the code that still runs.

use command_test::python;

#[test]
fn exit_codes_reach_the_host() {
    for (code, expected) in [
        ("pass", 0),
        ("raise SystemExit", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit(255)", 255),
        ("import sys; sys.exit(256 + 7)", 7),
        ("import sys; sys.exit(True)", 1),
        ("import os; os._exit(9)", 9),
        ("1/0", 1),
    ] {
        assert_eq!(python().run(&["-c", code]).status, Some(expected), "{code}");
        let fresh = python().run(&["-O", "-c", code]);
        assert_eq!(fresh.status, Some(expected), "{code} with -O");
    }
}

#[test]
fn text_of_an_exit_goes_to_standard_error() {
    let ended = python().run(&["-c", "import sys; sys.exit('no such person')"]);
    assert_eq!(
        (ended.status, &*ended.stdout, &*ended.stderr),
        (Some(1), "", "no such person\n")
    );
}

#[test]
fn uncaught_exception_prints_its_traceback() {
    let ended = python().run(&["-c", "def f():\n    return {}['age']\nf()"]);
    assert_eq!(ended.status, Some(1));
    assert_eq!(
        ended.stderr,
        "Traceback (most recent call last):\n  \
           File \"<string>\", line 3, in <module>\n    \
             f()\n    \
             ~^^\n  \
           File \"<string>\", line 2, in f\n    \
             return {}['age']\n           \
                    ~~^^^^^^^\n\
         KeyError: 'age'\n"
    );
}

#[test]
fn missing_script_is_said_with_status_2() {
    let ended = python().run(&["nothing.py"]);
    assert_eq!(ended.status, Some(2));
    assert!(ended.stderr.contains("can't open file"), "{}", ended.stderr);
}

#[test]
fn missing_module_is_said() {
    // Python begins with `sys.executable`, which is empty: there is no such file.
    let ended = python().run(&["-m", "nothing"]);
    assert_eq!(
        (ended.status, &*ended.stderr),
        (Some(1), ": No module named nothing\n")
    );
}

#[test]
fn exit_functions_and_finalizers_run_at_the_end() {
    let code = "
import atexit
class Last:
    def __del__(self): print('finalised')
last = Last()
ring = [Last()]
ring.append(ring)
atexit.register(print, 'exit function')
print('end', end='')";
    for options in [&["-c", code][..], &["-O", "-c", code]] {
        assert_eq!(
            python().prints(options),
            "endexit function\nfinalised\nfinalised\n",
            "{options:?}"
        );
    }
}

#[test]
fn inspection_goes_on_after_an_error() {
    let ended = python().run_with(&["-q", "-i", "-c", "x = 20; 1/0"], b"print(x + 1)\n");
    assert_eq!((ended.status, &*ended.stdout), (Some(0), "21\n"));
    assert!(ended.stderr.contains("ZeroDivisionError"), "{ended:?}");
}
