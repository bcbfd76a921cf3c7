//! People for human eyes, and for the reader again.

use std::io::{self, Write};

use comfy_table::{Table, presets};

use crate::Person;
use wasi_py_host::printable;

/// Writes a table with a header. What could steer a terminal is escaped, so it is for eyes only.
#[must_use]
pub fn table(people: &[Person]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(["name", "age", "tags"]);
    for Person { name, age, tags } in people {
        table.add_row([cell(name), age.to_string(), cell(&tags.join(", "))]);
    }
    table.to_string()
}

fn cell(text: &str) -> String {
    printable(text).replace('\n', "\\n").replace('\t', "\\t")
}

/// Writes a JSON array, one person a line, that the reader accepts.
///
/// # Errors
/// When `to` cannot be written to.
pub fn json(mut to: impl Write, people: &[Person]) -> io::Result<()> {
    to.write_all(b"[")?;
    for (index, person) in people.iter().enumerate() {
        to.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut to, person)?;
    }
    to.write_all(if people.is_empty() { b"]\n" } else { b"\n]\n" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, tags: &[&str]) -> Person {
        Person {
            name: name.into(),
            age: 21,
            tags: tags.iter().map(|&tag| tag.into()).collect(),
        }
    }

    #[test]
    fn wide_characters_keep_the_columns_aligned() {
        let people = [person("太郎", &["学生", "b"]), person("Jo", &[])];
        assert_eq!(
            table(&people),
            "┌──────┬─────┬─────────┐\n\
             │ name ┆ age ┆ tags    │\n\
             ╞══════╪═════╪═════════╡\n\
             │ 太郎 ┆ 21  ┆ 学生, b │\n\
             │ Jo   ┆ 21  ┆         │\n\
             └──────┴─────┴─────────┘"
        );
    }

    #[test]
    fn a_name_cannot_steer_the_terminal_or_break_its_row() {
        let shown = table(&[person("\x1b[31mred\nline\ttab", &[])]);
        assert!(shown.contains("│ \\u{1b}[31mred\\nline\\ttab ┆"), "{shown}");
    }

    #[test]
    fn json_is_one_person_a_line() {
        let mut text = Vec::new();
        json(&mut text, &[person("A", &["x"]), person("B\"", &[])]).expect("memory");
        assert_eq!(
            String::from_utf8_lossy(&text),
            "[\n{\"name\":\"A\",\"age\":21,\"tags\":[\"x\"]},\n{\"name\":\"B\\\"\",\"age\":21,\"tags\":[]}\n]\n"
        );
    }

    #[test]
    fn nobody_is_an_empty_array() {
        let mut text = Vec::new();
        json(&mut text, &[]).expect("memory");
        assert_eq!(text, b"[]\n");
    }
}
