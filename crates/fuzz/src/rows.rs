//! The input readers of the host command. They do not panic, invent nobody, and read the same people from
//! every format.

use arbitrary::Unstructured;
use host_test::reader::{Format, MAX_LISTED_ROWS, read_bytes};
use host_test::{Person, writer};

use crate::input;

/// The limit for an error's text: a listed row has at most 200 characters, and some words around them.
const LONGEST_ERROR_BYTES: usize = 1000 * (MAX_LISTED_ROWS + 1);

/// Reads `data` in every format, and people made from it.
///
/// # Panics
/// When more comes out than went in, an error has no end, or two formats disagree.
pub fn check(data: &[u8]) {
    for format in [
        None,
        Some(Format::Json),
        Some(Format::Ndjson),
        Some(Format::Csv),
    ] {
        match read_bytes("p", data, format) {
            Ok(people) => {
                check_amount(&people, data);
                check_formats(&people);
            }
            Err(error) => {
                let text = error.to_string();
                assert!(text.len() <= LONGEST_ERROR_BYTES, "{text}");
            }
        }
    }
    if let Ok(people) = input::people(&mut Unstructured::new(data)) {
        check_formats(&people);
    }
}

/// Checks that people take no more room than the bytes that they were read from. A person is at least a line.
fn check_amount(people: &[Person], data: &[u8]) {
    let texts = people.iter().flat_map(|person| &person.tags);
    let texts = texts.chain(people.iter().map(|person| &person.name));
    let bytes: usize = texts.map(String::len).sum();
    let tags: usize = people.iter().map(|person| person.tags.len()).sum();
    assert!(bytes + people.len() + tags <= data.len());
}

/// Checks that people are read as they were written.
fn check_formats(people: &[Person]) {
    let read = |text: &[u8], format| {
        let read = read_bytes("p", text, format);
        read.unwrap_or_else(|error| panic!("{error}"))
    };
    assert_eq!(read(&json(people), None), people);
    assert_eq!(read(&ndjson(people), Some(Format::Ndjson)), people);
    if people.iter().all(fits_csv) {
        assert_eq!(read(&csv(people), None), people);
    }
}

/// Tells whether CSV can hold a person: a tag must not have the separator in it, nor be empty and alone.
fn fits_csv(person: &Person) -> bool {
    person.tags != [""] && !person.tags.iter().any(|tag| tag.contains(';'))
}

fn json(people: &[Person]) -> Vec<u8> {
    let mut text = Vec::new();
    let written = writer::json(&mut text, people);
    written.unwrap_or_else(|error| panic!("{error}"));
    text
}

fn ndjson(people: &[Person]) -> Vec<u8> {
    let mut text = Vec::new();
    for person in people {
        let line = serde_json::to_vec(person);
        text.extend(line.unwrap_or_else(|error| panic!("{error}")));
        text.push(b'\n');
    }
    text
}

fn csv(people: &[Person]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: [&str; 3]| {
        let written = writer.write_record(record);
        written.unwrap_or_else(|error| panic!("{error}"));
    };
    write(["name", "age", "tags"]);
    for Person { name, age, tags } in people {
        write([name, &age.to_string(), &tags.join(";")]);
    }
    writer
        .into_inner()
        .unwrap_or_else(|error| panic!("{error}"))
}
