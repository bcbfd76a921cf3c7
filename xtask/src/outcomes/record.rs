//! Records of tests that do not pass, ordered by the reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

use super::outcome::{Kind, Outcome};
use crate::shell;

/// The mark before a test's own words, for a failure that nobody has looked into.
const UNEXPLAINED: &str = "not explained yet: ";

/// The file of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordFile {
    /// The path in this repository.
    pub(crate) name: &'static str,
    /// Whose tests they are: `CPython's own`.
    pub(crate) whose: &'static str,
    /// The task that keeps it.
    pub(crate) task: &'static str,
}

impl RecordFile {
    pub(crate) fn read(&self) -> anyhow::Result<Record> {
        let path = self.path();
        let failed = || format!("cannot read `{}`", path.display());
        let text = fs::read_to_string(&path).with_context(failed)?;
        toml::from_str(&text).with_context(failed)
    }

    pub(crate) fn write(&self, record: &Record) -> anyhow::Result<()> {
        let text = self.head() + &toml::to_string_pretty(record)?;
        fs::write(self.path(), text)
            .with_context(|| format!("cannot write `{}`", self.path().display()))
    }

    pub(crate) fn path(&self) -> PathBuf {
        shell::repository().join(self.name)
    }

    fn head(&self) -> String {
        let Self { whose, task, .. } = self;
        format!(
            "# Which of {whose} tests do not pass inside the component, and why. Kept by `cargo xtask {task}`;\n\
             # `BLESS=1` before it records anew. The list may only shrink.\n\n"
        )
    }

    /// Fails if something has only a test's own words as its reason.
    pub(crate) fn ensure_explained(&self, record: &Record) -> anyhow::Result<()> {
        for reason in &record.reasons {
            ensure!(
                !reason.text.starts_with(UNEXPLAINED),
                "{}\n= help: find out why, and say it in `{}`",
                reason.text,
                self.path().display()
            );
        }
        Ok(())
    }

    /// Fails if it names a test that is not among `all`.
    pub(crate) fn ensure_known(&self, record: &Record, all: &[String]) -> anyhow::Result<()> {
        for test in record.reasons.iter().flat_map(Reason::tests) {
            ensure!(
                all.contains(test),
                "there is no `{test}` any more\n= help: remove it from `{}`",
                self.path().display()
            );
        }
        Ok(())
    }
}

/// The record, in the order of its file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    #[serde(default, rename = "reason")]
    reasons: Vec<Reason>,
}

/// A reason, and the tests that it keeps from passing.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    text: String,
    /// Tests that skip themselves as a whole.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    skipped: BTreeSet<String>,
    /// Tests that end in a trap.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    stopped: BTreeSet<String>,
    /// Tests that do not end in time.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    unfinished: BTreeSet<String>,
    /// Tests that fail, with the cases that do, or without any if the test fails as a whole.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    failed: BTreeMap<String, BTreeSet<String>>,
}

impl Record {
    /// Returns the expected outcome of a test, and the reason.
    pub(crate) fn of(&self, test: &str) -> (Outcome, String) {
        let mut expected = Outcome::Passed;
        let mut texts = Vec::new();
        for reason in &self.reasons {
            if let Some(outcome) = reason.of(test) {
                expected.add(outcome);
                texts.push(&*reason.text);
            }
        }
        (expected, texts.join("; "))
    }

    /// Records the outcome of a test, as far as possible under the reasons that it had.
    pub(crate) fn put(&mut self, test: &str, outcome: &Outcome, words: &str) {
        let mut left = outcome.clone();
        for reason in &mut self.reasons {
            reason.keep(test, &mut left);
        }
        if left != Outcome::Passed {
            let text = format!("{UNEXPLAINED}{words}");
            let known = self.reasons.iter().position(|reason| reason.text == text);
            let at = known.unwrap_or(self.reasons.len());
            if known.is_none() {
                self.reasons.push(Reason {
                    text,
                    ..Reason::default()
                });
            }
            self.reasons[at].add(test, left);
        }
        self.reasons.retain(|reason| !reason.is_empty());
    }
}

impl Reason {
    fn whole(&mut self, kind: Kind) -> &mut BTreeSet<String> {
        match kind {
            Kind::Skipped => &mut self.skipped,
            Kind::Stopped => &mut self.stopped,
            Kind::Unfinished => &mut self.unfinished,
        }
    }

    /// Returns all tests that it names.
    fn tests(&self) -> impl Iterator<Item = &String> {
        let whole = [&self.skipped, &self.stopped, &self.unfinished];
        whole.into_iter().flatten().chain(self.failed.keys())
    }

    fn of(&self, test: &str) -> Option<Outcome> {
        let sets = [
            (Kind::Skipped, &self.skipped),
            (Kind::Stopped, &self.stopped),
            (Kind::Unfinished, &self.unfinished),
        ];
        let whole = sets.into_iter().find(|(_, tests)| tests.contains(test));
        whole
            .map(|(kind, _)| Outcome::Not(kind))
            .or_else(|| self.failed.get(test).cloned().map(Outcome::Failed))
    }

    /// Keeps what still holds of a test, and removes that from `left`.
    fn keep(&mut self, test: &str, left: &mut Outcome) {
        let Some(known) = self.of(test) else { return };
        self.skipped.remove(test);
        self.stopped.remove(test);
        self.unfinished.remove(test);
        self.failed.remove(test);
        if let Some(kept) = left.take(&known) {
            self.add(test, kept);
        }
    }

    fn add(&mut self, test: &str, outcome: Outcome) {
        match outcome {
            Outcome::Passed => {}
            Outcome::Not(kind) => {
                self.whole(kind).insert(test.to_owned());
            }
            Outcome::Failed(cases) => {
                self.failed
                    .entry(test.to_owned())
                    .or_default()
                    .extend(cases);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.tests().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::cpython_tests::RECORD as CPYTHON;
    use crate::tasks::web_tests::RECORD as WEB;

    const RECORD: &str = "
        [[reason]]
        text = 'no threads'
        skipped = ['test_queue']
        failed = { test_x = ['C.a'] }

        [[reason]]
        text = 'no source'
        failed = { test_x = ['C.b'], test_y = [] }
    ";

    fn record() -> Record {
        toml::from_str(RECORD).expect("a record")
    }

    fn failed(cases: &[&str]) -> Outcome {
        Outcome::Failed(cases.iter().map(|&case| case.to_owned()).collect())
    }

    const FILE: RecordFile = RecordFile {
        name: "xtask/tests.toml",
        whose: "some",
        task: "some-tests",
    };

    #[test]
    fn records_of_this_repository_give_reasons_and_no_test_ends_in_two_ways() {
        for file in [CPYTHON, WEB] {
            let record = file.read().expect("is read");
            file.ensure_explained(&record).expect("is explained");
            check_ends(&record);
        }
    }

    fn check_ends(record: &Record) {
        let mut ends = BTreeMap::new();
        for reason in &record.reasons {
            let whole = [&reason.skipped, &reason.stopped, &reason.unfinished];
            let whole = whole.into_iter().flatten().map(|test| (test, "whole"));
            let parts = reason.failed.keys().map(|test| (test, "cases"));
            for (test, end) in whole.chain(parts) {
                let before = ends.insert(test, end);
                assert!(
                    before.is_none_or(|before| (before, end) == ("cases", "cases")),
                    "{test}"
                );
            }
        }
    }

    #[test]
    fn head_says_which_task_keeps_the_record() {
        let text = fs::read_to_string(CPYTHON.path()).expect("a record");
        assert!(text.starts_with(&CPYTHON.head()), "{text}");
    }

    #[test]
    fn test_may_fail_for_several_reasons() {
        let record = record();
        let (outcome, why) = record.of("test_x");
        assert_eq!(
            (outcome, &*why),
            (failed(&["C.a", "C.b"]), "no threads; no source")
        );
        assert_eq!(record.of("test_y").0, failed(&[]));
        assert_eq!(record.of("test_queue").0, Outcome::Not(Kind::Skipped));
        assert_eq!(record.of("test_json").0, Outcome::Passed);
    }

    #[test]
    fn test_that_is_gone_is_noticed() {
        let all = ["test_queue", "test_x", "test_y"].map(str::to_owned);
        FILE.ensure_known(&record(), &all).expect("all are there");
        let error = FILE
            .ensure_known(&record(), &all[1..])
            .expect_err("one is not");
        assert!(
            error
                .to_string()
                .starts_with("there is no `test_queue` any more")
        );
    }

    #[test]
    fn recording_keeps_reasons_and_asks_for_new_ones() {
        let mut record = record();
        record.put("test_queue", &Outcome::Passed, "");
        record.put("test_x", &failed(&["C.b", "C.c"]), "OSError: no");
        record.put("test_y", &Outcome::Not(Kind::Skipped), "no network");
        assert_eq!(record.of("test_queue").0, Outcome::Passed);
        let (outcome, why) = record.of("test_x");
        assert_eq!(outcome, failed(&["C.b", "C.c"]));
        assert_eq!(why, "no source; not explained yet: OSError: no");
        assert_eq!(record.of("test_y").1, "not explained yet: no network");
        assert!(FILE.ensure_explained(&record).is_err());
        assert_eq!(record.reasons.len(), 3, "a reason without tests goes");
    }
}
