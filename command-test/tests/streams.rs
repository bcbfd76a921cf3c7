//! Standard streams: programs from standard input, pipes of any length, pipes that nobody reads.

use std::io::{Read, Write};

use command_test::python;

#[test]
fn program_comes_from_standard_input() {
    for arguments in [&["-"][..], &["-", "a", "b"], &["-q", "-"]] {
        let ended = python().run_with(arguments, b"import sys\nprint(__name__, sys.argv)\n");
        let expected: Vec<&str> = arguments
            .iter()
            .copied()
            .skip_while(|argument| *argument == "-q")
            .collect();
        let expected = format!("__main__ {expected:?}\n").replace('"', "'");
        assert_eq!((ended.status, ended.stdout), (Some(0), expected));
    }
}

#[test]
fn syntax_error_of_a_piped_program_reports_its_line() {
    let ended = python().run_with(&["-"], b"x = 1\ndef f(:\n");
    assert_eq!(ended.status, Some(1));
    assert!(
        ended.stderr.starts_with("  File \"<stdin>\", line 2\n"),
        "{ended:?}"
    );
}

#[test]
fn input_reads_lines_until_the_end() {
    let code = "print(input('name? ')); print(repr(input())); input()";
    let ended = python().run_with(&["-c", code], "Jürgen\n\n".as_bytes());
    assert_eq!(
        (ended.status, &*ended.stdout),
        (Some(1), "name? Jürgen\n''\n")
    );
    assert!(
        ended
            .stderr
            .ends_with("EOFError: EOF when reading a line\n"),
        "{ended:?}"
    );
}

#[test]
fn unbuffered_output_arrives_at_once() {
    let code = "import sys; print('first'); sys.stdin.readline(); print('second')";
    let mut child = python().start(&["-u", "-c", code]);
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut first = [0; 6];
    stdout.read_exact(&mut first).expect("arrives");
    assert_eq!(&first, b"first\n");
    drop(child.stdin.take());
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("is text");
    assert_eq!(rest, "second\n");
    assert!(child.wait().expect("ends").success());
}

/// 64 MiB in each direction. The limit is on the component's memory, which begins with less than half of it.
#[test]
fn large_streams_pass_without_growth_in_memory() {
    const CHUNK_BYTES: usize = 1 << 16;
    const CHUNKS: usize = 1 << 10;
    let code = "
import sys
while chunk := sys.stdin.buffer.read(1 << 16):
    sys.stdout.buffer.write(bytes(255 - byte for byte in chunk[:16]) + chunk[16:])";
    let limited = python().option("-Wmax-memory-size=67108864");
    let mut child = limited.start(&["-c", code]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = child.stdout.take().expect("a pipe");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for _ in 0..CHUNKS {
                stdin.write_all(&[0; CHUNK_BYTES]).expect("is read");
            }
        });
        let mut chunk = vec![0; CHUNK_BYTES];
        for _ in 0..CHUNKS {
            stdout.read_exact(&mut chunk).expect("is written");
            assert!(chunk[..16].iter().all(|byte| *byte == 255));
        }
        assert_eq!(stdout.read(&mut chunk).expect("ends"), 0);
    });
    assert!(child.wait().expect("ends").success());
}

#[test]
fn closed_pipe_ends_the_program() {
    let code = "
import sys
try:
    while True: print('x' * 1000)
except OSError as error:
    print(type(error).__name__, file=sys.stderr)
    sys.stderr.flush()
    import os; os._exit(7)";
    let mut child = python().start(&["-c", code]);
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut [0; 1000]).expect("arrives");
    drop(stdout);
    let output = child.wait_with_output().expect("ends");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        (output.status.code(), &*stderr),
        (Some(7), "BrokenPipeError\n")
    );
}

#[test]
fn what_is_no_text_passes_through() {
    let code = "import sys; data = sys.stdin.read(); sys.stdout.write(data[::-1])";
    let mut child = python().start(&["-c", code]);
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"a\xff\xc3\xa4").expect("is read");
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.stdout, b"\xc3\xa4\xffa");
}
