//! The one file that knows both WIT and Python: the app, and what crosses the border to it and back.

use pyo3::prelude::*;
use wasi_py_embed::{
    App, Function, Interpreter, Raised, builtins, is_only_ours, list_from, list_into,
};

pub(crate) use crate::bindings::exports::wasi_py::people::people::{Exception, Person};
use crate::person;

static PYTHON: Interpreter = Interpreter::new(App {
    bundle: include_bytes!(concat!(env!("OUT_DIR"), "/app.bundle")),
    builtins: builtins![person::person],
});
static FILTER_BY_TAG: Function = Function::new("people_app", "filter_by_tag");

/// The export `filter-by-tag`.
pub(crate) fn filter_by_tag(people: Vec<Person>, tag: &str) -> Result<Vec<Person>, Exception> {
    Ok(PYTHON.call(|py| call_app(py, people, tag))?)
}

fn call_app(py: Python<'_>, people: Vec<Person>, tag: &str) -> PyResult<Vec<Person>> {
    let returned = FILTER_BY_TAG.call(py, (list_into(py, people)?, tag))?;
    list_from(returned, "`people_app.filter_by_tag` returned", person_from)
}

#[cfg(feature = "snapshot")]
wasi_py_embed::export_snapshot!(super::PYTHON, super::warm_up);

/// Imports the app and calls it as a host would until its bytecode is specialised. Runs before a snapshot.
#[cfg(feature = "snapshot")]
fn warm_up(py: Python<'_>) -> PyResult<()> {
    const CALLS: usize = 64;
    FILTER_BY_TAG.find(py)?;
    for call in 0..CALLS {
        let person = Person {
            name: "John".to_owned(),
            age: 21,
            tags: vec!["funny".to_owned(), "student".to_owned()],
        };
        let tag = if call % 2 == 0 { "student" } else { "busy" };
        // An app may dislike these people: it is right to raise then, and warm enough.
        let _ = call_app(py, vec![person], tag);
    }
    Ok(())
}

impl From<Raised> for Exception {
    fn from(raised: Raised) -> Self {
        Self {
            type_name: raised.type_name,
            message: raised.message,
            traceback: raised.traceback,
        }
    }
}

impl<'py> IntoPyObject<'py> for Person {
    type Target = person::Person;
    type Output = Bound<'py, Self::Target>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Bound::new(py, person::Person::new(self.name, self.age, self.tags))
    }
}

/// A person from Python: moved if nobody can see it any more, copied otherwise. A subclass may have a `__del__` that can.
fn person_from(object: &Bound<'_, PyAny>) -> PyResult<Person> {
    let (py, is_only_ours) = (object.py(), is_only_ours(object));
    let person = object.cast::<person::Person>()?;
    let (name, age, tags) = match is_only_ours && object.is_exact_instance_of::<person::Person>() {
        true => person.try_borrow_mut()?.take(py)?,
        false => person.try_borrow()?.parts(py)?,
    };
    Ok(Person { name, age, tags })
}
