//! Hand-written conversions of `person`, and the warm-up of the app.

use pyo3::prelude::*;
use wasi_py_embed::convert::{Call, FromPython, ToPython, expected, is_only_ours};

use crate::bindings::exports::wasi_py::people::people::Person;
use crate::person;
use crate::python::app_people::FILTER_BY_TAG;

/// Calls the app as a host would, until its bytecode is specialised. This runs before a snapshot.
pub(crate) fn warm_up(py: Python<'_>) -> PyResult<()> {
    const CALLS: usize = 64;
    FILTER_BY_TAG.find(py)?;
    for call in 0..CALLS {
        let person = Person {
            name: "John".to_owned(),
            age: 21,
            tags: vec!["funny".to_owned(), "student".to_owned()],
        };
        let tag = if call % 2 == 0 { "student" } else { "busy" };
        // An app may dislike these people. It is right to raise then, and warm enough.
        let _ = filter_by_tag(&Call::new(py), vec![person], tag);
    }
    Ok(())
}

fn filter_by_tag(call: &Call<'_>, people: Vec<Person>, tag: &str) -> PyResult<Vec<Person>> {
    let people = people.to_python(call)?;
    let returned = FILTER_BY_TAG.call(call.py(), (people, tag))?;
    FILTER_BY_TAG.returned(returned, call)
}

impl<'py> ToPython<'py> for Person {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        let person = person::Person::new(self.name, self.age, self.tags);
        Ok(Bound::new(call.py(), person)?.into_any())
    }
}

/// Moves the person if nobody can see it any more, and copies it otherwise. A subclass may have a `__del__`
/// that can.
impl<'a, 'py> FromPython<'a, 'py> for Person {
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        let is_only_ours = is_only_ours(&object) && object.is_exact_instance_of::<person::Person>();
        let person = object
            .cast_into::<person::Person>()
            .map_err(|error| expected("a `Person`", &error.into_inner()))?;
        let (name, age, tags) = if is_only_ours {
            person.try_borrow_mut()?.take(call.py())?
        } else {
            person.try_borrow()?.parts(call.py())?
        };
        Ok(Self { name, age, tags })
    }
}
