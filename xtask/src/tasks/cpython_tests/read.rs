//! The outcome of one of CPython's tests, read from what its runner prints.

use crate::outcomes::{Kind, Outcome};

/// Reads the outcome from the exit code (none for a run that was ended) and from all that was printed.
/// Also returns CPython's words for it.
pub(super) fn outcome(status: Option<i32>, output: &str) -> (Outcome, String) {
    let lines = || output.lines().map(str::trim_end);
    let not = |kind, words: &str| (Outcome::Not(kind), words.to_owned());
    let Some(status) = status else {
        return not(Kind::Unfinished, "it does not end in time");
    };
    if let Some(trap) = lines().find_map(|line| line.trim_start().split_once("wasm trap: ")) {
        return not(Kind::Stopped, trap.1);
    }
    if let Some((_, reason)) = lines().find_map(|line| line.split_once(" skipped -- ")) {
        return not(Kind::Skipped, reason);
    }
    if lines().any(|line| line == "Result: SUCCESS") {
        return (Outcome::Passed, String::new());
    }
    if lines().any(|line| line.contains("(resource denied)")) {
        return not(Kind::Skipped, "resource denied");
    }
    let error = lines().rfind(|line| is_error(line));
    let words = error.map_or_else(|| format!("exit status {status}"), str::to_owned);
    (
        Outcome::Failed(lines().filter_map(failed_case).collect()),
        words,
    )
}

/// Returns the case in `FAIL: test_x (test.test_y.Case.test_x)`, once for several subtests.
fn failed_case(line: &str) -> Option<String> {
    let rest = line
        .strip_prefix("FAIL: ")
        .or_else(|| line.strip_prefix("ERROR: "))?;
    let (_, rest) = rest.split_once('(')?;
    let (name, _) = rest.split_once(')')?;
    Some(name.strip_prefix("test.").unwrap_or(name).to_owned())
}

/// Tells whether a line is the last one of a traceback.
fn is_error(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        name.ends_with("Error")
            && name
                .chars()
                .all(|char| char.is_alphanumeric() || char == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILING: &str = "FAIL: test_a (test.test_x.Case.test_a)\nAssertionError: 1 != 2\n\
                           ERROR: test_b (test.test_x.Case.test_b) (sub=1)\nOSError: no\nResult: FAILURE\n";

    fn failed(cases: &[&str]) -> Outcome {
        Outcome::Failed(cases.iter().map(|&case| case.to_owned()).collect())
    }

    #[test]
    fn outcomes_are_read_from_what_the_runner_prints() {
        let of = |status, output| {
            let (found, words) = outcome(status, output);
            (found, words.leak() as &str)
        };
        assert_eq!(of(Some(0), "Result: SUCCESS\n"), (Outcome::Passed, ""));
        assert_eq!(
            of(Some(0), "test_x skipped -- no threads\nResult: SUCCESS\n"),
            (Outcome::Not(Kind::Skipped), "no threads")
        );
        assert_eq!(
            of(
                Some(134),
                "Error: x\n    2: wasm trap: call stack exhausted\n"
            ),
            (Outcome::Not(Kind::Stopped), "call stack exhausted")
        );
        assert_eq!(
            of(Some(2), FAILING),
            (
                failed(&["test_x.Case.test_a", "test_x.Case.test_b"]),
                "OSError: no"
            )
        );
        let (unfinished, _) = of(None, "");
        assert_eq!(unfinished, Outcome::Not(Kind::Unfinished));
    }
}
