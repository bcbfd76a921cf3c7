//! Faults of a text of people, in words for whoever wrote it.

use std::{fmt, io};

use wasi_py_host::printable;

/// Bad rows that are listed; the others are only counted.
pub const MAX_LISTED_ROWS: usize = 20;
/// A problem quotes the input, which can be of any length.
const MAX_PROBLEM_CHARS: usize = 200;

/// The reason why there are no people.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or stream cannot be read.
    #[error("`{origin}` cannot be read: {source}")]
    Unreadable {
        /// The origin of the text.
        origin: String,
        /// The error of the system.
        source: io::Error,
    },
    /// It is not text.
    #[error(
        "{origin}:{line}: byte {column_bytes} of the line is {byte:#04x}, which is not UTF-8\n\
         = help: save the file as UTF-8"
    )]
    Encoding {
        /// The origin of the text.
        origin: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column_bytes: usize,
        /// The first one that does not belong.
        byte: u8,
    },
    /// It is not an array of JSON values.
    #[error("{origin}:{line}: {problem}")]
    Syntax {
        /// The origin of the text.
        origin: String,
        /// Counted from 1.
        line: usize,
        /// In the parser's words.
        problem: String,
    },
    /// It is a CSV file of something else.
    #[error(
        "{origin}:1: expected the columns `name`, `age` and `tags`, found {found}\n\
         = help: the first line names the columns, in any order"
    )]
    Header {
        /// The origin of the text.
        origin: String,
        /// The columns, or what is there instead.
        found: String,
    },
    /// Some rows are not people.
    #[error(transparent)]
    Rows(#[from] BadRows),
}

/// Rows that are not people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct BadRows {
    /// The origin of the text.
    pub origin: String,
    /// The first [`MAX_LISTED_ROWS`] of them.
    pub listed: Vec<BadRow>,
    /// The number of all bad rows.
    pub count: usize,
}

/// A row that is not a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Counted from 1.
    pub line: usize,
    /// The fault in words.
    pub problem: String,
}

impl BadRow {
    pub(super) fn new(line: usize, problem: &str) -> Self {
        Self {
            line,
            problem: shortened(problem),
        }
    }
}

/// Puts `problem` on one line of a length that can be read.
pub(super) fn shortened(problem: &str) -> String {
    let line = printable(problem).replace('\n', "\\n");
    match line.char_indices().nth(MAX_PROBLEM_CHARS) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

impl fmt::Display for BadRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.count == 1 { "row" } else { "rows" };
        write!(f, "{} bad {rows} in `{}`", self.count, self.origin)?;
        for BadRow { line, problem } in &self.listed {
            write!(f, "\n{}:{line}: {problem}", self.origin)?;
        }
        match self.count - self.listed.len() {
            0 => Ok(()),
            more => write!(f, "\n... and {more} more"),
        }
    }
}
