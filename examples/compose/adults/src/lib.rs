//! Adds a rule to whichever component has the people: only adults are given away.

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]
mod bindings {
    wit_bindgen::generate!({
        world: "wasi-py:adults/adults",
        path: ["../../../wit", "wit"],
        generate_all,
        // A person that comes in is one that can go out.
        merge_structurally_equal_types: true,
    });

    use super::Adults;
    export!(Adults with_types_in self);
}

use bindings::exports::wasi_py::people::people::{Exception, Guest, Person};
use bindings::wasi_py::people::people::filter_by_tag;

/// In full years.
const OF_AGE: u16 = 18;

struct Adults;

impl Guest for Adults {
    fn filter_by_tag(mut people: Vec<Person>, tag: String) -> Result<Vec<Person>, Exception> {
        people.retain(|person| person.age >= OF_AGE);
        filter_by_tag(&people, &tag)
    }
}
