//! The status lines of cargo on standard error, which tell what it is doing.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};

use super::say;

/// The width to which cargo aligns the first word.
const COLUMN: usize = 12;

/// First words of status lines about work that takes time.
const WORK: [&str; 6] = [
    "Checking",
    "Compiling",
    "Creating",
    "Documenting",
    "Downloading",
    "Updating",
];
/// First words of all other status lines, none of which is an error. Two cargos at a time wait for each other
/// for a moment, even if there is nothing to do.
const ASIDE: [&str; 11] = [
    "Adding",
    "Blocking",
    "Downloaded",
    "Finished",
    "Fresh",
    "Generated",
    "Installed",
    "Installing",
    "Locking",
    "Replaced",
    "Replacing",
];

/// A status of cargo.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Status<'a> {
    /// The text in cargo's words, except for the most frequent first word: `serde v1.0.0`,
    /// `Updating crates.io index`.
    pub(super) text: &'a str,
    pub(super) takes_time: bool,
}

impl<'a> Status<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let (word, rest) = line.split_at_checked(COLUMN)?;
        let word = word.trim_start();
        let takes_time = WORK.contains(&word);
        let is_status = takes_time || ASIDE.contains(&word);
        (is_status && rest.starts_with(' ')).then(|| Self {
            text: line.trim().trim_start_matches("Compiling "),
            takes_time,
        })
    }
}

/// Runs a program to its end, tells `at` of each status, and passes the other lines on.
pub(super) fn run(command: &mut Command, at: impl FnMut(Status<'_>)) -> io::Result<ExitStatus> {
    if ::console::colors_enabled_stderr() {
        // Otherwise cargo would look at its own standard error, which is our pipe.
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command.stderr(Stdio::piped()).spawn()?;
    if let Some(stderr) = child.stderr.take() {
        read(stderr, at, say)?;
    }
    child.wait()
}

fn read(
    stderr: impl Read,
    mut at: impl FnMut(Status<'_>),
    mut pass_on: impl FnMut(&str),
) -> io::Result<()> {
    for line in BufReader::new(stderr).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        match Status::of(&::console::strip_ansi_codes(&line)) {
            Some(status) => at(status),
            None => pass_on(&line),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_no_status_is_passed_on() {
        let said = "\u{1b}[1m\u{1b}[32m   Compiling\u{1b}[0m serde v1.0.0\n\
                    warning: unused variable: `x`\n   --> src/lib.rs:1:1\n    Finished `release` profile\n\
                    Compiling is work\n";
        let (mut statuses, mut lines) = (Vec::new(), Vec::new());
        read(
            said.as_bytes(),
            |status| statuses.push((status.text.to_owned(), status.takes_time)),
            |line| lines.push(line.to_owned()),
        )
        .expect("reads");
        let expected = [
            ("serde v1.0.0".to_owned(), true),
            ("Finished `release` profile".to_owned(), false),
        ];
        assert_eq!(statuses, expected);
        let expected = [
            "warning: unused variable: `x`",
            "   --> src/lib.rs:1:1",
            "Compiling is work",
        ];
        assert_eq!(lines, expected);
    }
}
