//! The interactive Python: at a terminal, and on piped input.

use command_test::python;
use rexpect::session::{PtySession, spawn_command};
use wlr_libpy::release::RELEASES;

const TIMEOUT_MS: u64 = 60_000;

fn session(arguments: &[&str]) -> PtySession {
    let command = python().command(arguments);
    spawn_command(command, Some(TIMEOUT_MS)).expect("a terminal")
}

/// Sends a line and waits for what it prints and the next prompt.
fn answer(session: &mut PtySession, line: &str) -> String {
    session.send_line(line).expect("sends");
    let said = session.exp_string(">>> ").expect("a prompt");
    said.replace('\r', "")
}

#[test]
fn terminal_has_a_prompt_values_help_and_an_end() {
    let mut session = session(&["-i"]);
    let banner = session.exp_string(">>> ").expect("a prompt");
    assert!(
        banner.starts_with(&format!("Python {}.", RELEASES[0].minor())),
        "{banner}"
    );
    assert!(!banner.contains("warning"), "{banner}");
    assert_eq!(answer(&mut session, "6 * 7"), "42\n");
    assert_eq!(answer(&mut session, "_ + 1"), "43\n");
    assert!(answer(&mut session, "help(len)").contains("Return the number of items"));
    assert!(answer(&mut session, "exit").contains("Use exit()"));
    assert!(answer(&mut session, "1/0").contains("division by zero"));
    session.send_line("exit(4)").expect("sends");
    session.exp_eof().expect("ends");
    let ended = session.process().wait().expect("ends");
    assert!(format!("{ended:?}").contains(", 4)"), "{ended:?}");
}

#[test]
fn terminal_has_help_on_request() {
    let mut session = session(&["-q", "-i"]);
    session.exp_string(">>> ").expect("a prompt");
    session.send_line("help()").expect("sends");
    session.exp_string("help> ").expect("a prompt");
    session.send_line("len").expect("sends");
    session
        .exp_string("Return the number of items")
        .expect("help");
    session.exp_string("help> ").expect("a prompt");
    session.send_line("quit").expect("sends");
    session.exp_string(">>> ").expect("a prompt");
    session.send_line("quit()").expect("sends");
    session.exp_eof().expect("ends");
}

#[test]
fn terminal_takes_input_of_several_lines_and_edits_it() {
    let mut session = session(&["-q", "-i"]);
    session.exp_string(">>> ").expect("a prompt");
    session.send_line("def twice(x):").expect("sends");
    session.exp_string("... ").expect("a prompt");
    // The erase character of the terminal takes the last character back.
    session.send_line("    return x * 3\x7f2").expect("sends");
    session.exp_string("... ").expect("a prompt");
    session.send_line("").expect("sends");
    session.exp_string(">>> ").expect("a prompt");
    assert_eq!(answer(&mut session, "twice(21)"), "42\n");
    session.send_control('d').expect("sends");
    session.exp_eof().expect("ends");
}

#[test]
fn terminal_buffers_lines_and_asks() {
    let code = "import sys; print(sys.stdout.line_buffering, sys.stdin.isatty()); print('hello', input('who? '))";
    let mut session = session(&["-c", code]);
    session.exp_string("True True").expect("a terminal");
    session.exp_string("who? ").expect("asks");
    session.send_line("world").expect("sends");
    session.exp_string("hello world").expect("answers");
    session.exp_eof().expect("ends");
}

#[test]
fn piped_input_is_interactive_on_request() {
    let lines = b"def f(x):\n    return x + 1\n\nf(1)\n_ * 10\n1/0\nprint('after')\n";
    let ended = python().run_with(&["-q", "-i"], lines);
    assert_eq!((ended.status, &*ended.stdout), (Some(0), "2\n20\nafter\n"));
    assert!(
        ended.stderr.contains("ZeroDivisionError: division by zero"),
        "{ended:?}"
    );
}

#[test]
fn start_up_file_runs_before_the_first_prompt() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("start.py"), "greeting = 'good day'").expect("writes");
    let python = python()
        .folder(folder.path(), "/here")
        .variable("PYTHONSTARTUP", "/here/start.py");
    let ended = python.run_with(&["-q", "-i"], b"greeting\n");
    assert_eq!((ended.status, &*ended.stdout), (Some(0), "'good day'\n"));
}
