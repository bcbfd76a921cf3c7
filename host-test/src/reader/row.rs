//! One person from one JSON object, and the words for what is wrong with it.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::Person;

/// The fault of a row.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) text: String,
    /// The number of lines below the row's first.
    pub(super) lines_down: usize,
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Self {
            text,
            lines_down: 0,
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self {
            text: without_position(&error),
            lines_down: error.line().saturating_sub(1),
        }
    }
}

/// Returns the message alone: its position is one within the row.
pub(super) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

/// Returns the words for a number that is not an age. `age` is as the input has it.
pub(super) fn out_of_range(age: impl fmt::Display) -> String {
    format!("age {age} does not fit u16 ({}..={})", u16::MIN, u16::MAX)
}

/// Returns the words for a number with a fraction.
pub(super) fn not_an_integer(age: impl fmt::Display) -> String {
    format!("age {age} is not an integer")
}

/// Returns the person that a JSON object stands for.
pub(super) fn person(object: &str) -> Result<Person, Problem> {
    let mut object = serde_json::Deserializer::from_str(object);
    let Row { name, age, tags } = object.deserialize_any(Object)?;
    object.end()?;
    Ok(Person { name, age, tags })
}

/// Lets nothing but an object be a row: the derived code alone would take a list of the fields as well.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a person, an object with `name`, `age` and `tags`")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Row, A::Error> {
        Row::deserialize(MapAccessDeserializer::new(object))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(deserialize_with = "name")]
    name: String,
    #[serde(deserialize_with = "age")]
    age: u16,
    #[serde(deserialize_with = "tags")]
    tags: Vec<String>,
}

fn name<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    Text("a string as `name`").deserialize(value)
}

fn age<'de, D: Deserializer<'de>>(value: D) -> Result<u16, D::Error> {
    value.deserialize_any(Age)
}

fn tags<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<String>, D::Error> {
    value.deserialize_seq(Tags)
}

/// A string; what it is for is said when there is something else.
struct Text(&'static str);

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<String, D::Error> {
        value.deserialize_string(self)
    }
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

struct Age;

impl Visitor<'_> for Age {
    type Value = u16;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number as `age`")
    }

    fn visit_u64<E: Error>(self, age: u64) -> Result<u16, E> {
        u16::try_from(age).map_err(|_| E::custom(out_of_range(age)))
    }

    fn visit_i64<E: Error>(self, age: i64) -> Result<u16, E> {
        u16::try_from(age).map_err(|_| E::custom(out_of_range(age)))
    }

    /// Serves also for integers too large for the other two.
    fn visit_f64<E: Error>(self, age: f64) -> Result<u16, E> {
        let shown = format!("{age:?}");
        Err(E::custom(if age.abs() > u64::MAX as f64 {
            out_of_range(shown)
        } else {
            not_an_integer(shown)
        }))
    }
}

struct Tags;

impl<'de> Visitor<'de> for Tags {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of strings as `tags`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut tags = Vec::new();
        while let Some(tag) = list.next_element_seed(Text("a string in `tags`"))? {
            tags.push(tag);
        }
        Ok(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(object: &str) -> String {
        person(object).expect_err(object).text
    }

    #[test]
    fn a_person_is_read_whatever_the_order() {
        let read =
            person(r#"{"tags": ["a", "b"], "age": 65535, "name": "J\u00e4n"}"#).expect("a person");
        assert_eq!(
            (read.name.as_str(), read.age, read.tags.len()),
            ("Jän", 65535, 2)
        );
    }

    #[test]
    fn an_age_that_is_none_is_named() {
        let age = |age: &str| problem(&format!(r#"{{"name": "J", "age": {age}, "tags": []}}"#));
        assert_eq!(age("70000"), "age 70000 does not fit u16 (0..=65535)");
        assert_eq!(age("-1"), "age -1 does not fit u16 (0..=65535)");
        assert_eq!(age("1e30"), "age 1e30 does not fit u16 (0..=65535)");
        assert_eq!(
            age("99999999999999999999"),
            "age 1e20 does not fit u16 (0..=65535)"
        );
        assert_eq!(age("21.5"), "age 21.5 is not an integer");
        assert_eq!(age("21.0"), "age 21.0 is not an integer");
        assert_eq!(
            age("\"21\""),
            "invalid type: string \"21\", expected a number as `age`"
        );
        assert_eq!(
            age("null"),
            "invalid type: null, expected a number as `age`"
        );
    }

    #[test]
    fn a_field_of_another_type_is_named() {
        assert_eq!(
            problem(r#"{"name": 5, "age": 1, "tags": []}"#),
            "invalid type: integer `5`, expected a string as `name`"
        );
        assert_eq!(
            problem(r#"{"name": "J", "age": 1, "tags": "a"}"#),
            "invalid type: string \"a\", expected a list of strings as `tags`"
        );
        assert_eq!(
            problem(r#"{"name": "J", "age": 1, "tags": ["a", 1]}"#),
            "invalid type: integer `1`, expected a string in `tags`"
        );
        assert_eq!(
            problem("17"),
            "invalid type: integer `17`, expected a person, an object with `name`, `age` and `tags`"
        );
    }

    #[test]
    fn fields_are_there_once_and_no_others() {
        assert_eq!(
            problem(r#"{"name": "J", "age": 1}"#),
            "missing field `tags`"
        );
        assert_eq!(
            problem(r#"{"name": "J", "age": 1, "age": 2, "tags": []}"#),
            "duplicate field `age`"
        );
        assert_eq!(
            problem(r#"{"name": "J", "agee": 1, "tags": []}"#),
            "unknown field `agee`, expected one of `name`, `age`, `tags`"
        );
    }

    #[test]
    fn a_person_is_an_object_and_not_a_list_of_its_fields() {
        assert!(person(r#"["J", 1, []]"#).is_err());
    }
}
