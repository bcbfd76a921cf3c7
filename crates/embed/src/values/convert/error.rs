//! Errors of conversions: what was expected and found, and notes that say where.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyType;

use super::{Call, FromPython};

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
    T::from_python(value, call).map_err(|error| in_argument(call.py(), error, function, name))
}

/// Returns the same exception with a note that the argument `name` of `function` is meant.
pub(crate) fn in_argument(py: Python<'_>, error: PyErr, function: &str, name: &str) -> PyErr {
    noted(
        py,
        error,
        format!("in the argument `{name}` of `{function}`"),
    )
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
