//! The outcome of a module, read from what pytest prints.

use crate::outcomes::{Kind, Outcome};

/// The mark of an exception in a traceback.
const RAISED: &str = "E   ";

/// Reads the outcome from the exit code (none for a run that was ended) and from all that was printed. Also
/// returns pytest's words for it.
pub(super) fn outcome(status: Option<i32>, output: &str) -> (Outcome, String) {
    /// The exit code without any test.
    const NO_TESTS: i32 = 5;
    let lines = || output.lines().map(str::trim_end);
    let not = |kind, words: &str| (Outcome::Not(kind), words.to_owned());
    let Some(status) = status else {
        return not(Kind::Unfinished, "it does not end in time");
    };
    if let Some(trap) = lines().find_map(|line| line.trim_start().split_once("wasm trap: ")) {
        return not(Kind::Stopped, trap.1);
    }
    let last = lines().next_back().unwrap_or_default();
    match status {
        0 if last.contains(" passed") => (Outcome::Passed, String::new()),
        0 | NO_TESTS => not(Kind::Skipped, last),
        _ => {
            let raised = lines().rev().find_map(|line| line.strip_prefix(RAISED));
            let words = raised.unwrap_or(last).trim().to_owned();
            (
                Outcome::Failed(lines().filter_map(failed_case).collect()),
                words,
            )
        }
    }
}

/// Returns the case in `FAILED tests/test_x.py::Case::test_y - ValueError: z`.
fn failed_case(line: &str) -> Option<String> {
    let rest = line
        .strip_prefix("FAILED ")
        .or_else(|| line.strip_prefix("ERROR "))?;
    let (_, case) = rest.split_once("::")?;
    let name = case.split_once(" - ").map_or(case, |(name, _)| name);
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_read_from_what_pytest_prints() {
        let of = |status, output| {
            let (found, words) = outcome(status, output);
            (found, words.leak() as &str)
        };
        let passed = of(Some(0), "..\n2 passed, 1 skipped, 3 deselected in 0.03s\n");
        assert_eq!(passed, (Outcome::Passed, ""));
        let skipped = of(Some(0), "s\n1 skipped in 0.03s\n");
        assert_eq!(skipped, (Outcome::Not(Kind::Skipped), "1 skipped in 0.03s"));
        let trapped = of(
            Some(134),
            "Error: x\n    2: wasm trap: call stack exhausted\n",
        );
        assert_eq!(
            trapped,
            (Outcome::Not(Kind::Stopped), "call stack exhausted")
        );
        assert_eq!(of(None, "").0, Outcome::Not(Kind::Unfinished));
    }

    #[test]
    fn cases_that_fail_are_named() {
        let output = "E   assert 1 == 2\nE    +  where\nE   ValueError: no\n= short test summary info =\n\
                      FAILED tests/test_x.py::test_a[1-b] - ValueError: no - and more\n\
                      ERROR tests/test_x.py::Case::test_b\n2 failed in 1s\n";
        let cases = ["test_a[1-b]", "Case::test_b"].map(str::to_owned);
        let expected = Outcome::Failed(cases.into());
        assert_eq!(
            outcome(Some(1), output),
            (expected, "ValueError: no".to_owned())
        );
        let whole =
            "E   ModuleNotFoundError: No module named 'x'\nERROR tests/test_x.py\n1 error in 1s\n";
        let (found, words) = outcome(Some(2), whole);
        assert_eq!(found, Outcome::Failed([].into()));
        assert_eq!(words, "ModuleNotFoundError: No module named 'x'");
    }
}
