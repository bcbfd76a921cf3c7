//! The product against the same in Rust: of any people, those with the tag come back unchanged.

use std::cell::RefCell;

use arbitrary::{Result, Unstructured};
use host_test::{Instance, People, Person};

use crate::components::{self, Warm};
use crate::input;

thread_local! {
    static WARM: RefCell<Warm<Instance>> = const { RefCell::new(Warm::new(components::people)) };
}

/// Calls `filter-by-tag` with arguments made from `data`.
///
/// # Panics
/// When the call fails, or returns others than those who carry the tag.
pub fn check(data: &[u8]) {
    let Ok((people, tag)) = arguments(&mut Unstructured::new(data)) else {
        return;
    };
    let expected: Vec<Person> = people
        .iter()
        .filter(|person| person.tags.contains(&tag))
        .cloned()
        .collect();
    let returned = WARM.with_borrow_mut(|warm| warm.instance().filter_by_tag(&people, &tag));
    match returned {
        Ok(returned) => assert_eq!(returned, expected),
        Err(error) => panic!("{error}"),
    }
}

/// Makes people, and a tag that most often one of them has.
fn arguments(input: &mut Unstructured<'_>) -> Result<(Vec<Person>, String)> {
    let chosen: usize = input.arbitrary::<u8>()?.into();
    let people = input::people(input)?;
    let mut tags = people.iter().flat_map(|person| &person.tags);
    let tag = match tags.nth(chosen) {
        Some(tag) => tag.clone(),
        None => input::text(input)?,
    };
    Ok((people, tag))
}
