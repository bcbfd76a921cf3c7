//! Text and people, made from bytes.

use std::ops::RangeInclusive;

use arbitrary::{Result, Unstructured};
use host_test::Person;

/// Characters that Python stores in different ways, and some on which text handling is known to trip.
const CLASSES: [RangeInclusive<char>; 7] = [
    'a'..='z',
    '\0'..='\u{7f}',
    '\u{80}'..='\u{ff}',
    '\u{100}'..='\u{d7ff}',
    '\u{e000}'..='\u{ffff}',
    '\u{10000}'..='\u{10ffff}',
    // Marks, joiners and changes of direction.
    '\u{200b}'..='\u{206f}',
];
/// The number of repetitions of a text: enough to need more than a page of memory.
const REPEATED: RangeInclusive<usize> = 2..=1000;

/// Makes a text of one class, of several, or a long one.
pub(crate) fn text(input: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..input.int_in_range(0..=3)? {
        let class = input.choose(&CLASSES)?;
        for _ in 0..input.int_in_range(0..=8)? {
            text.push(char_of(class, input)?);
        }
    }
    if input.ratio(1, 32)? {
        Ok(text.repeat(input.int_in_range(REPEATED)?))
    } else {
        Ok(text)
    }
}

fn char_of(class: &RangeInclusive<char>, input: &mut Unstructured<'_>) -> Result<char> {
    let code = input.int_in_range(*class.start() as u32..=*class.end() as u32)?;
    Ok(char::from_u32(code).unwrap_or(*class.start()))
}

/// Makes some people.
pub(crate) fn people(input: &mut Unstructured<'_>) -> Result<Vec<Person>> {
    let count = input.int_in_range(0..=20)?;
    (0..count).map(|_| person(input)).collect()
}

fn person(input: &mut Unstructured<'_>) -> Result<Person> {
    let tags = input.int_in_range(0..=5)?;
    Ok(Person {
        name: text(input)?,
        age: input.arbitrary()?,
        tags: (0..tags).map(|_| text(input)).collect::<Result<_>>()?,
    })
}
