//! What came of one of CPython's tests, and whether that was to be expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// How a test ends that does not pass as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    /// Why.
    reason: String,
    /// `skipped`, `failed`, `stopped` (by a trap) or `unfinished` (in time).
    outcome: Kind,
    /// Which of its cases fail, for `failed`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    cases: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Skipped,
    #[default]
    Failed,
    Stopped,
    Unfinished,
}

/// What a run came to; nothing for a test that passes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome(Option<Expected>);

impl Outcome {
    /// From the exit code, none for a run that was ended, and all that was printed.
    pub(super) fn of(status: Option<i32>, output: &str) -> Self {
        let lines = || output.lines().map(str::trim_end);
        let Some(status) = status else {
            return Self::not(Kind::Unfinished, "it does not end in time");
        };
        if let Some(trap) = lines().find_map(|line| line.trim_start().split_once("wasm trap: ")) {
            return Self::not(Kind::Stopped, trap.1);
        }
        if let Some((_, reason)) = lines().find_map(|line| line.split_once(" skipped -- ")) {
            return Self::not(Kind::Skipped, reason);
        }
        if lines().any(|line| line == "Result: SUCCESS") {
            return Self(None);
        }
        if lines().any(|line| line.contains("(resource denied)")) {
            return Self::not(Kind::Skipped, "resource denied");
        }
        let cases: BTreeSet<String> = lines().filter_map(failed_case).collect();
        let reason = lines()
            .rfind(|line| is_error(line))
            .map_or_else(|| format!("exit status {status}"), str::to_owned);
        Self(Some(Expected {
            reason,
            outcome: Kind::Failed,
            cases,
        }))
    }

    fn not(outcome: Kind, reason: &str) -> Self {
        Self(Some(Expected {
            reason: reason.to_owned(),
            outcome,
            ..Expected::default()
        }))
    }

    /// Whether it is what was expected, in words: as good as recorded and no better.
    pub(super) fn compare(&self, expected: Option<&Expected>) -> Result<String, String> {
        match (&self.0, expected) {
            (None, None) => Ok("passes".to_owned()),
            (None, Some(_)) => Err("passes: remove it from the list".to_owned()),
            (Some(found), None) => Err(format!("{found}")),
            (Some(found), Some(expected)) if found.outcome != expected.outcome => Err(format!(
                "{found}, expected {:?}: {}",
                expected.outcome, expected.reason
            )),
            (Some(found), Some(expected)) => found.compare_cases(expected),
        }
    }

    /// Writes it down, with the reason that somebody has given before.
    pub(super) fn record(&self, test: &str, recorded: &mut BTreeMap<String, Expected>) {
        let known = recorded.remove(test);
        if let Some(mut found) = self.0.clone() {
            if let Some(known) = known.filter(|known| known.outcome == found.outcome) {
                found.reason = known.reason;
            }
            recorded.insert(test.to_owned(), found);
        }
    }
}

impl Expected {
    fn compare_cases(&self, expected: &Self) -> Result<String, String> {
        let list = |cases: Vec<&String>| {
            let cases = cases.into_iter().map(String::as_str);
            cases.collect::<Vec<_>>().join(", ")
        };
        let new: Vec<&String> = self.cases.difference(&expected.cases).collect();
        let gone: Vec<&String> = expected.cases.difference(&self.cases).collect();
        match (new.is_empty(), gone.is_empty()) {
            (true, true) => Ok(format!(
                "{:?} as expected: {}",
                self.outcome, expected.reason
            )),
            (false, _) => Err(format!("fails in what is not on the list: {}", list(new))),
            (true, false) => Err(format!(
                "passes in what is on the list: remove {}",
                list(gone)
            )),
        }
    }
}

/// The case in `FAIL: test_x (test.test_y.Case.test_x)`; of several subtests there is one.
fn failed_case(line: &str) -> Option<String> {
    let rest = line
        .strip_prefix("FAIL: ")
        .or_else(|| line.strip_prefix("ERROR: "))?;
    let (_, rest) = rest.split_once('(')?;
    let (name, _) = rest.split_once(')')?;
    Some(name.strip_prefix("test.").unwrap_or(name).to_owned())
}

/// The last line of a traceback.
fn is_error(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        name.ends_with("Error")
            && name
                .chars()
                .all(|char| char.is_alphanumeric() || char == '.')
    })
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.outcome, self.reason)?;
        for case in &self.cases {
            write!(f, "\n  {case}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("passes"),
            Some(found) => found.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILING: &str = "FAIL: test_a (test.test_x.Case.test_a)\nAssertionError: 1 != 2\n\
                           ERROR: test_b (test.test_x.Case.test_b) (sub=1)\nOSError: no\nResult: FAILURE\n";

    fn expected(text: &str) -> Option<Expected> {
        Some(toml::from_str(text).expect("a record"))
    }

    #[test]
    fn outcomes_are_read_from_what_the_runner_prints() {
        assert_eq!(Outcome::of(Some(0), "Result: SUCCESS\n"), Outcome(None));
        let skipped = "test_x skipped -- no threads\nResult: SUCCESS\n";
        assert_eq!(
            Outcome::of(Some(0), skipped).0,
            expected("reason = 'no threads'\noutcome = 'skipped'")
        );
        let trapped = "Error: x\n    2: wasm trap: call stack exhausted\n";
        assert_eq!(
            Outcome::of(Some(134), trapped).0,
            expected("reason = 'call stack exhausted'\noutcome = 'stopped'")
        );
        assert_eq!(
            Outcome::of(Some(2), FAILING).0,
            expected(
                "reason = 'OSError: no'\noutcome = 'failed'\ncases = ['test_x.Case.test_a', 'test_x.Case.test_b']"
            )
        );
    }

    #[test]
    fn list_may_only_shrink() {
        let found = Outcome::of(Some(2), FAILING);
        let with = |cases: &str| {
            let record = format!("reason = ''\noutcome = 'failed'\ncases = {cases}");
            found.compare(expected(&record).as_ref())
        };
        assert!(with("['test_x.Case.test_a', 'test_x.Case.test_b']").is_ok());
        assert!(with("['test_x.Case.test_a']").is_err(), "another fails");
        let all = "['test_x.Case.test_a', 'test_x.Case.test_b', 'test_x.Case.test_c']";
        assert!(with(all).is_err(), "one passes");
        assert!(found.compare(None).is_err(), "it was to pass");
        let recorded = expected("reason = ''\noutcome = 'skipped'");
        assert!(Outcome(None).compare(recorded.as_ref()).is_err());
        assert!(Outcome(None).compare(None).is_ok());
    }
}
