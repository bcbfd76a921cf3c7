//! People from one JSON array, or from one JSON object a line.

use std::fmt;

use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

use super::error::shortened;
use super::{ReadError, Rows, row};
use crate::Person;

/// Reads an array; text that is not JSON ends it, elements that are not people are gathered.
pub(super) fn read_array(origin: &str, text: &str) -> Result<Vec<Person>, ReadError> {
    let mut rows = Rows::new(origin, text);
    let mut array = Deserializer::from_str(text);
    (&mut array)
        .deserialize_seq(Elements(&mut rows))
        .and_then(|()| array.end())
        .map_err(|error| syntax(origin, &error))?;
    rows.finish()
}

/// Reads a line at a time; each is judged for itself.
pub(super) fn read_lines(origin: &str, text: &str) -> Result<Vec<Person>, ReadError> {
    let mut rows = Rows::new(origin, text);
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        // Without its end: the end of the text is not to be found on the next line.
        let object = line.trim_end();
        if !object.is_empty() {
            rows.take(offset, row::person(object));
        }
        offset += line.len();
    }
    rows.finish()
}

fn syntax(origin: &str, error: &Error) -> ReadError {
    ReadError::Syntax {
        origin: origin.to_owned(),
        line: error.line().max(1),
        problem: shortened(&row::without_position(error)),
    }
}

struct Elements<'r, 'a>(&'r mut Rows<'a>);

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of people")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        // The text of an element first: an element that is no person must not end the reading.
        while let Some(element) = array.next_element::<&'de RawValue>()? {
            let object = element.get();
            let offset = object.as_ptr().addr() - self.0.text.as_ptr().addr();
            self.0.take(offset, row::person(object));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_elements_are_named_by_line() {
        let text = "[\n{\"name\": \"A\", \"age\": 1, \"tags\": []},\n\n{\"name\": \"B\",\n  \"age\": 70000,\n  \"tags\": []}, 7]";
        let error = read_array("people.json", text).expect_err("bad rows");
        assert_eq!(
            error.to_string(),
            "2 bad rows in `people.json`\n\
             people.json:5: age 70000 does not fit u16 (0..=65535)\n\
             people.json:6: invalid type: integer `7`, expected a person, an object with `name`, `age` and `tags`"
        );
    }

    #[test]
    fn text_that_is_not_an_array_is_named_by_line() {
        let problem = |text| read_array("p", text).expect_err(text).to_string();
        assert_eq!(problem(""), "p:1: EOF while parsing a value");
        assert_eq!(problem("[\n{},\n"), "p:3: EOF while parsing a value");
        assert_eq!(problem("[]\n[]"), "p:2: trailing characters");
        assert_eq!(
            problem("\n{}"),
            "p:2: invalid type: map, expected an array of people"
        );
        assert_eq!(problem("[{}\n {}]"), "p:2: expected `,` or `]`");
    }

    #[test]
    fn lines_are_judged_one_by_one() {
        let good = "{\"name\": \"A\", \"age\": 1, \"tags\": []}";
        let text = format!("{good}\r\n\n{{\"name\"\n{good} {good}\n{good}");
        let error = read_lines("p", &text).expect_err("bad rows");
        assert_eq!(
            error.to_string(),
            "2 bad rows in `p`\np:3: EOF while parsing an object\np:4: trailing characters"
        );
        assert_eq!(
            read_lines("p", &format!("{good}\r\n\n{good}"))
                .expect("people")
                .len(),
            2
        );
    }
}
