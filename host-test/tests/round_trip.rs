//! Round trips: what is written is read again, what is damaged is refused, and nothing makes the reader
//! panic.

use host_test::reader::{Format, read_bytes};
use host_test::{Person, writer};
use proptest::collection::vec;
use proptest::prelude::*;

fn people(
    text: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = Vec<Person>> {
    let person = (text.clone(), any::<u16>(), vec(text, 0..4));
    vec(
        person.prop_map(|(name, age, tags)| Person { name, age, tags }),
        0..20,
    )
}

fn json(people: &[Person]) -> Vec<u8> {
    let mut text = Vec::new();
    writer::json(&mut text, people).expect("memory");
    text
}

fn ndjson(people: &[Person]) -> Vec<u8> {
    let lines = people
        .iter()
        .map(|person| serde_json::to_string(person).expect("JSON") + "\n");
    lines.collect::<String>().into_bytes()
}

fn csv(people: &[Person]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["name", "age", "tags"])
        .expect("memory");
    for Person { name, age, tags } in people {
        writer
            .write_record([name, &age.to_string(), &tags.join(";")])
            .expect("memory");
    }
    writer.into_inner().expect("memory")
}

proptest! {
    #[test]
    fn json_is_read_as_it_was_written(people in people(any::<String>())) {
        let read = read_bytes("p", &json(&people), None);
        prop_assert_eq!(read.expect("people"), people);
    }

    #[test]
    fn ndjson_is_read_as_it_was_written(people in people(any::<String>())) {
        let read = read_bytes("p", &ndjson(&people), Some(Format::Ndjson));
        prop_assert_eq!(read.expect("people"), people);
    }

    /// CSV has no way to write a tag with the separator in it, nor a single empty tag.
    #[test]
    fn csv_is_read_as_it_was_written(people in people("[^;\\pC]{1,8}|[a\"\r\n, ]{1,4}")) {
        let read = read_bytes("p", &csv(&people), None);
        prop_assert_eq!(read.expect("people"), people);
    }

    #[test]
    fn an_array_that_is_cut_off_is_refused(people in people(any::<String>()), at in any::<prop::sample::Index>()) {
        let text = json(&people);
        let end = at.index(text.len() - 2);
        prop_assert!(read_bytes("p", &text[..end], Some(Format::Json)).is_err());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..200)) {
        for format in [None, Some(Format::Json), Some(Format::Ndjson), Some(Format::Csv)] {
            let _ = read_bytes("p", &bytes, format);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\",:;nametgs0-9.e+\n\r \\\\-]{0,80}") {
        for format in [None, Some(Format::Json), Some(Format::Ndjson), Some(Format::Csv)] {
            let _ = read_bytes("p", text.as_bytes(), format);
        }
    }

    /// Damage to one row of many is told by that row's line, and by no other.
    #[test]
    fn a_bad_row_is_named_by_its_line(mut ages in vec(0u32..=65_535, 1..30), at in any::<prop::sample::Index>()) {
        let bad = at.index(ages.len());
        ages[bad] += 65_536;
        let rows = ages.iter().map(|age| format!("{{\"name\":\"A\",\"age\":{age},\"tags\":[]}}"));
        let text = rows.collect::<Vec<_>>().join("\n");
        let error = read_bytes("p", text.as_bytes(), Some(Format::Ndjson)).expect_err("a bad row");
        let expected = format!("1 bad row in `p`\np:{}: age {} does not fit u16 (0..=65535)", bad + 1, ages[bad]);
        prop_assert_eq!(error.to_string(), expected);
    }
}
