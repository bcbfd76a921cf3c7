//! The host calls the component in `examples/words`, and sees what it returns and raises.

use std::path::Path;
use std::process::{Command, Output};

fn count(text: &str, pattern: &str) -> Output {
    let component =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/fixtures/words.wasm");
    let mut host = Command::new(env!("CARGO_BIN_EXE_rust-host"));
    host.arg(component).args([text, pattern]);
    // The error would be followed by where the host is, which the test does not compare.
    let output = host.env_remove("RUST_BACKTRACE").output();
    output.expect("the host starts")
}

#[test]
fn words_are_counted() {
    let output = count("to be or not to be, to", r"\w+");
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed, "3 × to\n2 × be\n1 × or\n1 × not\n");
}

#[test]
fn exception_of_python_is_an_error() {
    let output = count("text", "(");
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8_lossy(&output.stderr);
    let begin = "Error: the guest raised `re.PatternError`\nTraceback (most recent call last):\n";
    assert!(printed.starts_with(begin), "{printed}");
    let end = "\nre.PatternError: missing ), unterminated subpattern at position 0\n";
    assert!(printed.ends_with(end), "{printed}");
}
