//! People from JSON, NDJSON or CSV: all of them, or an error that names the bad rows by line.
//!
//! Nothing is guessed or repaired. The text is held in memory, its rows are read one by one.

mod csv;
mod error;
mod json;
mod row;

use std::io::Read;
use std::path::Path;
use std::{fs, io};

pub use error::{BadRow, BadRows, MAX_LISTED_ROWS, ReadError};

use crate::Person;

/// The format that people are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One array of objects `{"name": "Jane", "age": 22, "tags": ["student"]}`.
    Json,
    /// One such object a line; empty lines are skipped.
    Ndjson,
    /// A header with the columns `name`, `age` and `tags` in any order; the tags of a row separated by `;`.
    Csv,
}

impl Format {
    /// Returns the format that a file's extension stands for.
    #[must_use]
    pub fn of_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Returns the format that a text looks like by its first character.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        match text.trim_start().chars().next() {
            Some('[') => Self::Json,
            Some('{') => Self::Ndjson,
            _ => Self::Csv,
        }
    }
}

/// Reads a file, in the format given, or that of its extension, or the one that it looks like.
///
/// # Errors
/// When it cannot be read, or anything in it is not a person.
pub fn read_file(path: &Path, format: Option<Format>) -> Result<Vec<Person>, ReadError> {
    let origin = path.display().to_string();
    let format = format.or_else(|| Format::of_extension(path));
    read(&origin, fs::read(path), format)
}

/// Reads from a stream that errors call `origin`, in the format given or the one that it looks like.
///
/// # Errors
/// As [`read_file`].
pub fn read_stream(
    origin: &str,
    mut stream: impl Read,
    format: Option<Format>,
) -> Result<Vec<Person>, ReadError> {
    let mut bytes = Vec::new();
    let read_bytes = stream.read_to_end(&mut bytes);
    read(origin, read_bytes.map(|_| bytes), format)
}

fn read(
    origin: &str,
    bytes: io::Result<Vec<u8>>,
    format: Option<Format>,
) -> Result<Vec<Person>, ReadError> {
    match bytes {
        Ok(bytes) => read_bytes(origin, &bytes, format),
        Err(source) => Err(ReadError::Unreadable {
            origin: origin.to_owned(),
            source,
        }),
    }
}

/// Reads people from bytes that errors call `origin`.
///
/// # Errors
/// When anything in it is not a person.
pub fn read_bytes(
    origin: &str,
    bytes: &[u8],
    format: Option<Format>,
) -> Result<Vec<Person>, ReadError> {
    let text = utf8(origin, bytes)?;
    match format.unwrap_or_else(|| Format::of_text(text)) {
        Format::Json => json::read_array(origin, text),
        Format::Ndjson => json::read_lines(origin, text),
        Format::Csv => csv::read(origin, text),
    }
}

/// Returns the text, without the mark that some editors put in front of it.
fn utf8<'a>(origin: &str, bytes: &'a [u8]) -> Result<&'a str, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let line_start = memchr::memrchr(b'\n', good).map_or(0, |end| end + 1);
        ReadError::Encoding {
            origin: origin.to_owned(),
            line: 1 + memchr::memchr_iter(b'\n', good).count(),
            column_bytes: 1 + good.len() - line_start,
            byte: bad.first().copied().unwrap_or_default(),
        }
    })
}

/// Gathers the rows of one text: the people, and what is wrong with those that are none.
struct Rows<'a> {
    origin: &'a str,
    text: &'a str,
    /// Up to where lines are counted, and the line that this is in.
    counted: (usize, usize),
    people: Vec<Person>,
    bad: Vec<BadRow>,
    bad_count: usize,
}

impl<'a> Rows<'a> {
    fn new(origin: &'a str, text: &'a str) -> Self {
        Self {
            origin,
            text,
            counted: (0, 1),
            people: Vec::new(),
            bad: Vec::new(),
            bad_count: 0,
        }
    }

    /// Takes the row that begins at `offset`; a problem is counted in lines from there.
    fn take(&mut self, offset: usize, row: Result<Person, row::Problem>) {
        match row {
            Ok(person) => self.people.push(person),
            Err(problem) => {
                if self.bad_count < MAX_LISTED_ROWS {
                    let line = self.line_at(offset) + problem.lines_down;
                    self.bad.push(BadRow::new(line, &problem.text));
                }
                self.bad_count += 1;
            }
        }
    }

    /// Returns the line of an offset, which must not lie before the one asked for last.
    fn line_at(&mut self, offset: usize) -> usize {
        let (from, line) = self.counted;
        let passed = &self.text.as_bytes()[from..offset];
        self.counted = (offset, line + memchr::memchr_iter(b'\n', passed).count());
        self.counted.1
    }

    fn finish(self) -> Result<Vec<Person>, ReadError> {
        if self.bad_count == 0 {
            return Ok(self.people);
        }
        Err(ReadError::Rows(BadRows {
            origin: self.origin.to_owned(),
            listed: self.bad,
            count: self.bad_count,
        }))
    }
}
