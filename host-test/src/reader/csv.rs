//! People from comma-separated values with a header.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::row::{Problem, not_an_integer, out_of_range};
use super::{ReadError, Rows};
use crate::Person;

/// Separates the tags of a person.
const TAG_SEPARATOR: char = ';';
const COLUMNS: [&str; 3] = ["name", "age", "tags"];

/// Reads a header and the rows below it.
pub(super) fn read(origin: &str, text: &str) -> Result<Vec<Person>, ReadError> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = columns(origin, &mut reader)?;
    let mut rows = Rows::new(origin, text);
    let mut record = StringRecord::new();
    loop {
        let start = offset(&reader);
        // The text is UTF-8 and in memory: what is left to fail is nothing.
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            return rows.finish();
        }
        let raw = &text[start..offset(&reader).min(text.len())];
        let empty_lines_bytes = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        rows.take(start + empty_lines_bytes, columns.person(&record, raw));
    }
}

fn offset(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// The places in a record where the fields of a person are.
struct Columns {
    name: usize,
    age: usize,
    tags: usize,
}

fn columns(origin: &str, reader: &mut Reader<&[u8]>) -> Result<Columns, ReadError> {
    let header = reader.headers().cloned().unwrap_or_default();
    let place = |column| header.iter().position(|found| found == column);
    let places = (place(COLUMNS[0]), place(COLUMNS[1]), place(COLUMNS[2]));
    if let ((Some(name), Some(age), Some(tags)), 3) = (places, header.len()) {
        return Ok(Columns { name, age, tags });
    }
    Err(ReadError::Header {
        origin: origin.to_owned(),
        found: found(&header),
    })
}

fn found(header: &StringRecord) -> String {
    let names: Vec<_> = header.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return "nothing".to_owned();
    }
    super::error::shortened(&names.join(", "))
}

impl Columns {
    fn person(&self, record: &StringRecord, raw: &str) -> Result<Person, Problem> {
        // Such a field reaches to the next quote or to the end of the file, whatever it swallows.
        if memchr::memchr_iter(b'"', raw.as_bytes()).count() % 2 == 1 {
            return Err("a quote is not closed".to_owned().into());
        }
        if record.len() != COLUMNS.len() {
            let found = record.len();
            return Err(format!("expected {} fields, found {found}", COLUMNS.len()).into());
        }
        Ok(Person {
            name: record[self.name].to_owned(),
            age: age(&record[self.age])?,
            tags: tags(&record[self.tags]),
        })
    }
}

fn age(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| {
        if text.parse::<i128>().is_ok() {
            out_of_range(text)
        } else if text.parse::<f64>().is_ok_and(f64::is_finite) {
            not_an_integer(text)
        } else {
            format!("age `{text}` is not a number")
        }
    })
}

fn tags(text: &str) -> Vec<String> {
    match text {
        "" => Vec::new(),
        _ => text.split(TAG_SEPARATOR).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        read("p.csv", text).expect_err(text).to_string()
    }

    #[test]
    fn columns_come_in_any_order() {
        let people =
            read("p", "tags,name,age\r\na;b,\"Jane, D.\",22\r\n,Jo,0\r\n").expect("people");
        assert_eq!(people[0].name, "Jane, D.");
        assert_eq!(people[0].tags, ["a", "b"]);
        assert_eq!((people[1].age, people[1].tags.len()), (0, 0));
    }

    #[test]
    fn bad_rows_are_named_by_line() {
        assert_eq!(
            problem("name,age,tags\nA,1,\n\n\nB,70000,\n\"C\nC\",21.5,\nD,x,\nE,1\nF,-1,a,b\n"),
            "5 bad rows in `p.csv`\n\
             p.csv:5: age 70000 does not fit u16 (0..=65535)\n\
             p.csv:6: age 21.5 is not an integer\n\
             p.csv:8: age `x` is not a number\n\
             p.csv:9: expected 3 fields, found 2\n\
             p.csv:10: expected 3 fields, found 4"
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_swallows_nobody() {
        assert_eq!(
            problem("name,age,tags\nA,1,\nB,2,\"x\nC,3,\n"),
            "1 bad row in `p.csv`\np.csv:3: a quote is not closed"
        );
    }

    #[test]
    fn other_columns_are_refused() {
        let help = "\n= help: the first line names the columns, in any order";
        let expected = "p.csv:1: expected the columns `name`, `age` and `tags`, found ";
        assert_eq!(problem(""), format!("{expected}nothing{help}"));
        assert_eq!(
            problem("name,age\n"),
            format!("{expected}`name`, `age`{help}")
        );
        assert_eq!(
            problem("name,age,tags,city\n"),
            format!("{expected}`name`, `age`, `tags`, `city`{help}")
        );
        assert_eq!(
            problem("name,age,age\n"),
            format!("{expected}`name`, `age`, `age`{help}")
        );
    }
}
