//! The outcome of a test, and its comparison with the expected one.

use std::collections::BTreeSet;

/// The outcome of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It passed; some cases may have skipped themselves.
    Passed,
    /// It did not reach its cases, or not the end of them.
    Not(Kind),
    /// These cases failed; none of them if it failed as a whole.
    Failed(BTreeSet<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It skipped itself as a whole.
    Skipped,
    /// A trap stopped it.
    Stopped,
    /// It took too long.
    Unfinished,
}

impl Outcome {
    /// Compares it with the expected one. The error says in words what is worse or better than recorded.
    pub(crate) fn compare(&self, expected: &Self) -> Result<String, String> {
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
    pub(crate) fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Failed(cases), Self::Failed(more)) => cases.extend(more),
            (this, other) => *this = other,
        }
    }

    /// Takes out and returns what `known` has as well, or `None` if they share nothing. A rest without cases
    /// has passed.
    pub(crate) fn take(&mut self, known: &Self) -> Option<Self> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(cases: &[&str]) -> Outcome {
        Outcome::Failed(cases.iter().map(|&case| case.to_owned()).collect())
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
