//! Errors of conversions: what was expected and found, and notes that say where.

use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::PyType;

use super::{Call, FromPython};
use crate::values::resource::imported::{Handle, Loan, Resource};

/// Returns a `TypeError`: `expected` says what would have been right, as in "a list".
#[must_use]
pub fn expected(expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    let found = type_name(found);
    PyTypeError::new_err(format!("expected {expected}, found `{found}`"))
}

/// Returns a `TypeError`: an object of `class` would have been right.
pub(crate) fn expected_class(class: &Bound<'_, PyType>, found: &Bound<'_, PyAny>) -> PyErr {
    expected(&format!("`{}`", name_of(class)), found)
}

/// Returns the name that Python has for the type of an object.
pub(super) fn type_name(object: &Bound<'_, PyAny>) -> String {
    name_of(&object.get_type())
}

fn name_of(class: &Bound<'_, PyType>) -> String {
    let name = class.fully_qualified_name();
    name.map(|name| name.to_string()).unwrap_or_default()
}

/// Returns the same exception with a note that the field `name` of a `class` is meant.
#[must_use]
pub fn in_field(py: Python<'_>, error: PyErr, class: &str, name: &str) -> PyErr {
    noted(py, error, format!("in the field `{name}` of `{class}`"))
}

/// Returns the same exception with a note that what `function` returned is meant.
#[must_use]
pub fn in_returned(py: Python<'_>, error: PyErr, function: &str) -> PyErr {
    noted(py, error, format!("in what `{function}` returned"))
}

/// Reads the value of an argument that Python passes to a function of the host.
///
/// # Errors
/// As [`FromPython::from_python`], with a note that says which argument.
pub fn from_argument<'a, 'py, T: FromPython<'a, 'py>>(
    value: Bound<'py, PyAny>,
    call: &'a Call<'py>,
    function: &str,
    name: &str,
) -> PyResult<T> {
    T::from_python(value, call).map_err(|error| {
        let note = format!("in the argument `{name}` of `{function}`");
        noted(call.py(), error, note)
    })
}

/// Lends the resource that Python passes to an async function of the host.
///
/// # Errors
/// `TypeError` for another object, `ValueError` for a resource that is gone, with a note that says which
/// argument.
pub fn loan<R: Resource, C: PyClass<Frozen = True> + Sync>(
    value: &Bound<'_, PyAny>,
    handle: fn(&C) -> &Handle<R>,
    call: &Call<'_>,
    function: &str,
    name: &str,
) -> PyResult<Loan<R, C>> {
    let lent = match value.cast::<C>() {
        Ok(owner) => Loan::new(owner, handle),
        Err(_) => Err(expected_class(&call.py().get_type::<C>(), value)),
    };
    lent.map_err(|error| {
        let note = format!("in the argument `{name}` of `{function}`");
        noted(call.py(), error, note)
    })
}

/// Returns the same exception with a note that one item of a list is meant.
pub(super) fn in_item(py: Python<'_>, error: PyErr, index: usize) -> PyErr {
    noted(py, error, format!("in item {index} of the list"))
}

/// Returns the same exception with a note: its type and message stay what they were.
fn noted(py: Python<'_>, error: PyErr, note: String) -> PyErr {
    // A note is a courtesy: an exception that refuses it is reported without.
    let _ = error.value(py).call_method1("add_note", (note,));
    error
}
