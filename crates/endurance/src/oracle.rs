//! Calls at random, compared with the same in Rust.

use fastrand::Rng;
use host_test::{Instance, People, Person};
use wasmtime::ensure;

/// Text as Python stores it in one, two and four bytes a character.
const TEXTS: [&str; 8] = ["", "a", "student", "é", "学生", "🐍", "e\u{301}", "\0"];
/// The number of repetitions in a long text.
const REPEATED: usize = 4096;
/// The number of texts of which one is long.
const LONG: u16 = 4096;
const MOST_PEOPLE: usize = 4;
const MOST_TAGS: usize = 3;

/// Calls `instance` with random people.
///
/// # Errors
/// When the call fails, or returns others than those who carry the tag.
pub(crate) fn check(instance: &mut Instance, random: &mut Rng) -> wasmtime::Result<()> {
    let count = random.usize(..=MOST_PEOPLE);
    let people: Vec<Person> = (0..count).map(|_| person(random)).collect();
    compare(instance, &people, &text(random))
}

/// Calls `instance` with more than any random people have.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_most(instance: &mut Instance) -> wasmtime::Result<()> {
    let longest = TEXTS.iter().map(|text| text.repeat(REPEATED));
    let longest = longest.max_by_key(String::len).unwrap_or_default();
    let person = Person {
        name: longest.clone(),
        age: u16::MAX,
        tags: vec![longest.clone(); MOST_TAGS],
    };
    compare(instance, &vec![person; MOST_PEOPLE], &longest)
}

fn compare(instance: &mut Instance, people: &[Person], tag: &str) -> wasmtime::Result<()> {
    let returned = instance.filter_by_tag(people, tag)?;
    let carries = |person: &&Person| person.tags.iter().any(|own| own == tag);
    ensure!(
        returned.iter().eq(people.iter().filter(carries)),
        "`{tag}` of {people:?} gave {returned:?}"
    );
    Ok(())
}

fn person(random: &mut Rng) -> Person {
    let tags = random.usize(..=MOST_TAGS);
    Person {
        name: text(random),
        age: random.u16(..),
        tags: (0..tags).map(|_| text(random)).collect(),
    }
}

fn text(random: &mut Rng) -> String {
    let text = TEXTS[random.usize(..TEXTS.len())];
    match random.u16(..LONG) {
        0 => text.repeat(REPEATED),
        _ => text.to_owned(),
    }
}
