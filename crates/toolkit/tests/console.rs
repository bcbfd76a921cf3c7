//! Messages of steps: to a file, to nobody, to a terminal. The example `console` has steps of every kind.

use std::process::Command;

use rexpect::session::spawn_command;
use wasi_py_toolkit::checkout::target_dir;

/// Prepares the example, which cargo compiles with this test.
fn example(arguments: &[&str]) -> Command {
    let mut command = Command::new(target_dir().join("debug/examples/console"));
    command.args(["--pause-ms", "300"]).args(arguments);
    command.env("TERM", "xterm").env_remove("NO_COLOR");
    command
}

/// Returns its standard output and standard error.
fn printed(arguments: &[&str]) -> (String, String) {
    let output = example(arguments).output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn file_gets_a_line_for_each_step_and_no_control_characters() {
    let (out, err) = printed(&[]);
    assert_eq!(out, "result\n");
    let expected = "\
[1/3]  m:ss  source of CPython
             from a file
[2/3]  m:ss  C toolchain
[3/3]  m:ss  check and store
compiling `words`
warning: unused variable
compiling `store`
warning: unused variable
";
    assert_eq!(without_time(&err), expected);
}

/// Replaces the time since the task began by `m:ss`.
fn without_time(lines: &str) -> String {
    let line = |line: &str| match line.split_once("  ") {
        Some((number, rest)) if number.starts_with('[') => {
            format!("{number}  m:ss{}\n", &rest[4..])
        }
        _ => format!("{line}\n"),
    };
    lines.lines().map(line).collect()
}

#[test]
fn who_wants_quiet_is_told_results_and_complaints_only() {
    for option in ["--quiet", "-q"] {
        let (out, err) = printed(&[option]);
        assert_eq!(out, "result\n");
        assert_eq!(err, "warning: unused variable\n".repeat(2));
    }
}

#[test]
fn terminal_sees_bars_that_leave_a_line_each() {
    let mut session = spawn_command(example(&[]), Some(30_000)).expect("a terminal");
    let bars = session.exp_string("result").expect("it ends");
    for part in ["1/3", "making libpython: C toolchain", "from a file"] {
        assert!(bars.contains(part), "no `{part}`: {bars}");
    }
    for part in [
        "1/2",
        "building components: store",
        "compiling `words`: serde v1.0.0",
    ] {
        assert!(bars.contains(part), "no `{part}`: {bars}");
    }
    assert!(bars.contains('\u{1b}'), "{bars}");
    assert!(!bars.contains("it again"), "{bars}");
    session.exp_eof().expect("it ends");
}
