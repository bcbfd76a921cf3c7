//! The world `people-component` without Python, against which every figure is measured.
//!
//! It does the same work on the same types, so that the difference to the Python component is the price of
//! Python.

#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]
mod bindings {
    wit_bindgen::generate!({ world: "people-component", path: "../../wit" });

    use super::Control;
    export!(Control with_types_in self);
}

use bindings::exports::wasi_py::people::people::{Exception, Guest, Person};

struct Control;

impl Guest for Control {
    fn filter_by_tag(mut people: Vec<Person>, tag: String) -> Result<Vec<Person>, Exception> {
        people.retain(|person| person.tags.contains(&tag));
        Ok(people)
    }
}
