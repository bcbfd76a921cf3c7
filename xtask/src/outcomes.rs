//! Tests of other projects, run inside the component: their outcomes, and records of those that do not pass.

mod outcome;
mod record;

use std::thread;

use anyhow::bail;

use crate::parallel;

pub(crate) use outcome::{Kind, Outcome};
pub(crate) use record::RecordFile;

/// Environment variable: records outcomes instead of comparing them with the record.
const BLESS: &str = "BLESS";

/// Runs tests by `run`, which returns an outcome and the test's own words for it, and compares each outcome
/// with the record, or records it.
pub(crate) fn check(
    file: &RecordFile,
    tests: &[String],
    run: impl Fn(&str) -> anyhow::Result<(Outcome, String)> + Sync,
) -> anyhow::Result<()> {
    let mut record = file.read()?;
    if std::env::var_os(BLESS).is_some() {
        for test in tests {
            let (found, words) = run(test)?;
            println!("{test}: {found:?}");
            record.put(test, &found, &words);
            file.write(&record)?;
        }
        return file.ensure_explained(&record);
    }
    file.ensure_explained(&record)?;
    let thread_count = thread::available_parallelism().map_or(1, usize::from);
    let verdicts = parallel::map(thread_count, tests, |test| {
        let verdict = verdict(record.of(test), run(test));
        let (Ok(words) | Err(words)) = &verdict;
        println!("{test}: {words}");
        verdict.is_ok()
    });
    let failed = verdicts.iter().filter(|passed| !**passed).count();
    // In the words that readers of test results know.
    println!("{} passed, {failed} failed", tests.len() - failed);
    if failed > 0 {
        bail!("the outcome differs from `{}`", file.path().display());
    }
    Ok(())
}

/// Says how a test ended; an error unless that is as expected.
fn verdict(
    (expected, why): (Outcome, String),
    found: anyhow::Result<(Outcome, String)>,
) -> Result<String, String> {
    let (found, words) = found.map_err(|error| format!("{error:#}"))?;
    match found.compare(&expected) {
        Ok(verdict) if why.is_empty() => Ok(verdict),
        Ok(verdict) => Ok(format!("{verdict} as expected: {why}")),
        Err(wrong) => Err(format!("{wrong} ({words})")),
    }
}
