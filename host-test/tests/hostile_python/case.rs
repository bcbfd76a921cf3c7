//! The format of cases, and the comparison of their outcomes.
//!
//! A cell begins with a line `# %% name | attribute | attribute`. Attributes are the limits `deadline 200 ms`
//! and `memory 64 MiB`, `waits` for a case that ends by the clock alone, since whoever waits uses no fuel,
//! `traps` for one that asks to be ended, and `unchecked` for one that ends otherwise where CPython has
//! assertions, since memory and stack last less long.
//!
//! Cases test this project and its host, not what they are made of: none holds an input that CPython or a
//! library in C does not survive.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wlr_libpy::assertions::Assertions;

const MARK: &str = "# %% ";
/// Set to rewrite the pinned outcomes.
const BLESS: &str = "BLESS";
const OUTCOME_EXTENSION: &str = "outcome";
/// Set to run only the cases whose names begin like this.
const CASES: &str = "CASES";
/// The mark of a case in a file of outcomes.
const OUTCOME_MARK: &str = "%% ";

/// For a case that shall not be stopped by the clock: there only for one that is broken.
const PATIENCE: Duration = Duration::from_secs(120);
const MEMORY_BYTES: usize = 48 << 20;

/// The beginning of the outcome of a case that has used up its stack, or trapped.
pub(crate) const OUT_OF_STACK: &str = "ran out of stack";
pub(crate) const TRAPPED: &str = "trapped: ";

/// The cases about one matter.
pub(crate) struct CaseFile {
    pub(crate) name: String,
    outcomes: PathBuf,
    pub(crate) cases: Vec<Case>,
}

/// One piece of hostile Python.
#[derive(Debug)]
pub(crate) struct Case {
    /// File and cell.
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) deadline: Duration,
    /// True if it is to be stopped for the time it takes.
    pub(crate) is_endless: bool,
    pub(crate) waits: bool,
    /// True if a trap is what it asks for: an abort, a signal that ends, a wait that nobody can end.
    traps: bool,
    is_unchecked: bool,
    pub(crate) memory_bytes: usize,
    pub(crate) pinned: Option<String>,
}

impl CaseFile {
    /// Returns those of its cases that are to run.
    pub(crate) fn wanted(&self) -> impl Iterator<Item = &Case> {
        let prefix = std::env::var(CASES).unwrap_or_default();
        let cases = self.cases.iter();
        cases.filter(move |case| case.name.starts_with(&prefix))
    }
}

/// Reads all cases, with what is pinned for them.
pub(crate) fn files() -> Vec<CaseFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile_python/cases");
    let entries = fs::read_dir(folder).expect("cases");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> CaseFile {
    let name = path.file_stem().expect("a name").to_string_lossy();
    let text = fs::read_to_string(path).expect("Python");
    let outcomes = path.with_extension(OUTCOME_EXTENSION);
    let pinned = fs::read_to_string(&outcomes).unwrap_or_default();
    let (_, cells) = text.split_once(MARK).expect("a cell");
    let between = format!("\n{MARK}");
    let cells = cells.split(&between);
    CaseFile {
        cases: cells.map(|cell| Case::new(&name, cell, &pinned)).collect(),
        name: name.into_owned(),
        outcomes,
    }
}

impl Case {
    fn new(file: &str, cell: &str, pinned: &str) -> Self {
        let (head, code) = cell.split_once('\n').expect("code");
        let mut attributes = head.split(" | ");
        let name = format!("{file}: {}", attributes.next().expect("a name"));
        let mut case = Self {
            pinned: outcome(pinned, &name),
            name,
            code: code.trim_end().to_owned() + "\n",
            deadline: PATIENCE,
            is_endless: false,
            waits: false,
            traps: false,
            is_unchecked: false,
            memory_bytes: MEMORY_BYTES,
        };
        for attribute in attributes {
            case.set(attribute);
        }
        case
    }

    fn set(&mut self, attribute: &str) {
        match attribute.split(' ').collect::<Vec<_>>()[..] {
            ["deadline", ms, "ms"] => {
                self.deadline = Duration::from_millis(ms.parse().expect("a number"));
                self.is_endless = true;
            }
            ["memory", mib, "MiB"] => {
                self.memory_bytes = mib.parse::<usize>().expect("a number") << 20;
            }
            ["waits"] => self.waits = true,
            ["traps"] => self.traps = true,
            ["unchecked"] => self.is_unchecked = true,
            _ => panic!("`{}` has an unknown attribute `{attribute}`", self.name),
        }
    }
}

impl Case {
    /// Returns how it was stopped, by what is pinned, if that is not what it asks for.
    pub(crate) fn unasked_stop(&self) -> Option<&str> {
        let end = self.pinned.as_deref()?.lines().next()?;
        let is_trap = end.starts_with(TRAPPED);
        (end == OUT_OF_STACK || is_trap != self.traps).then_some(end)
    }
}

fn outcome(pinned: &str, name: &str) -> Option<String> {
    let mut sections = pinned.split(OUTCOME_MARK);
    sections.find_map(|section| {
        let (head, text) = section.split_once('\n')?;
        (head == name).then(|| text.trim_end().to_owned())
    })
}

/// Compares the outcomes with those that are pinned, or pins them.
pub(crate) fn compare(files: &[CaseFile], ended: &[(&Case, &str)]) {
    if std::env::var_os(BLESS).is_some() {
        for file in files {
            pin(file, ended);
        }
        return;
    }
    let is_checked = Assertions::wanted() == Assertions::On;
    let wrong: Vec<String> = ended
        .iter()
        .filter(|(case, _)| !(is_checked && case.is_unchecked))
        .filter(|(case, text)| case.pinned.as_deref() != Some(*text))
        .map(|(case, text)| {
            let pinned = case.pinned.as_deref().unwrap_or("nothing");
            format!("{}\n{text}\n--- pinned is\n{pinned}", case.name)
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} cases did not end as pinned\n\n{}\n\n= help: if that is meant, pin it: \
         {BLESS}=1 cargo test --package host-test --test hostile_python pool",
        wrong.len(),
        wrong.join("\n\n")
    );
}

fn pin(file: &CaseFile, ended: &[(&Case, &str)]) {
    let mut text = String::new();
    for case in &file.cases {
        let new = ended.iter().find(|(ended, _)| ended.name == case.name);
        let outcome = new.map(|(_, text)| *text).or(case.pinned.as_deref());
        let outcome = outcome.unwrap_or_default();
        writeln!(text, "{OUTCOME_MARK}{}\n{outcome}\n", case.name).expect("writes to memory");
    }
    fs::write(&file.outcomes, text.trim_end().to_owned() + "\n").expect("writes");
}
