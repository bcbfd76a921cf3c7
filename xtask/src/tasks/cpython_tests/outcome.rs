//! The outcome of one of CPython's tests, and its comparison with the expected one.

use std::collections::BTreeSet;

/// The outcome of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It passed; some cases may have skipped themselves.
    Passed,
    /// It did not reach its cases, or not the end of them.
    Not(Kind),
    /// These cases failed; none of them if it failed as a whole.
    Failed(BTreeSet<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It skipped itself as a whole.
    Skipped,
    /// A trap stopped it.
    Stopped,
    /// It took too long.
    Unfinished,
}

impl Outcome {
    /// Reads the outcome from the exit code (none for a run that was ended) and from all that was printed.
    /// Also returns CPython's words for it.
    pub(super) fn of(status: Option<i32>, output: &str) -> (Self, String) {
        let lines = || output.lines().map(str::trim_end);
        let not = |kind, words: &str| (Self::Not(kind), words.to_owned());
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
            return (Self::Passed, String::new());
        }
        if lines().any(|line| line.contains("(resource denied)")) {
            return not(Kind::Skipped, "resource denied");
        }
        let error = lines().rfind(|line| is_error(line));
        let words = error.map_or_else(|| format!("exit status {status}"), str::to_owned);
        (
            Self::Failed(lines().filter_map(failed_case).collect()),
            words,
        )
    }

    /// Compares it with the expected one. The error says in words what is worse or better than recorded.
    pub(super) fn compare(&self, expected: &Self) -> Result<String, String> {
        let list = |cases: Vec<&String>| {
            let cases = cases.into_iter().map(String::as_str);
            cases.collect::<Vec<_>>().join(", ")
        };
        match (self, expected) {
            (found, expected) if found == expected => Ok(found.words().to_owned()),
            (Self::Passed, _) => Err("passes: remove it from the list".to_owned()),
            (Self::Failed(found), Self::Failed(expected)) => {
                let new: Vec<&String> = found.difference(expected).collect();
                let gone: Vec<&String> = expected.difference(found).collect();
                Err(if new.is_empty() {
                    format!("passes in what is on the list: remove {}", list(gone))
                } else {
                    format!("fails in what is not on the list: {}", list(new))
                })
            }
            (Self::Failed(cases), _) => Err(format!(
                "fails, expected that it {}: {}",
                expected.words(),
                list(cases.iter().collect())
            )),
            (found, expected) => Err(format!(
                "{}, expected that it {}",
                found.words(),
                expected.words()
            )),
        }
    }

    /// Adds another outcome to this one.
    pub(super) fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Failed(cases), Self::Failed(more)) => cases.extend(more),
            (this, other) => *this = other,
        }
    }

    /// Takes out and returns what `known` has as well, or `None` if they share nothing. A rest without cases
    /// has passed.
    pub(super) fn take(&mut self, known: &Self) -> Option<Self> {
        if self == known {
            return Some(std::mem::replace(self, Self::Passed));
        }
        let (Self::Failed(cases), Self::Failed(known)) = (&mut *self, known) else {
            return None;
        };
        let both: BTreeSet<String> = cases.intersection(known).cloned().collect();
        cases.retain(|case| !both.contains(case));
        if cases.is_empty() {
            *self = Self::Passed;
        }
        (!both.is_empty()).then_some(Self::Failed(both))
    }

    /// Returns its verb.
    fn words(&self) -> &'static str {
        match self {
            Self::Passed => "passes",
            Self::Not(Kind::Skipped) => "skips itself",
            Self::Not(Kind::Stopped) => "ends in a trap",
            Self::Not(Kind::Unfinished) => "does not end in time",
            Self::Failed(_) => "fails",
        }
    }
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
            let (outcome, words) = Outcome::of(status, output);
            (outcome, words.leak() as &str)
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

    #[test]
    fn list_may_only_shrink() {
        let skipped = || Outcome::Not(Kind::Skipped);
        let cases = |found: &[&str], expected: &[&str]| failed(found).compare(&failed(expected));
        assert!(cases(&["a", "b"], &["a", "b"]).is_ok());
        assert!(cases(&["a", "b"], &["a"]).is_err(), "another fails");
        let better = cases(&["a"], &["a", "b"]);
        assert_eq!(
            better,
            Err("passes in what is on the list: remove b".to_owned())
        );
        assert!(failed(&["a"]).compare(&Outcome::Passed).is_err());
        assert!(failed(&["a"]).compare(&skipped()).is_err());
        assert!(skipped().compare(&Outcome::Passed).is_err());
        assert_eq!(
            Outcome::Passed.compare(&skipped()),
            Err("passes: remove it from the list".to_owned())
        );
        assert!(Outcome::Passed.compare(&Outcome::Passed).is_ok());
        assert!(skipped().compare(&skipped()).is_ok());
    }
}
