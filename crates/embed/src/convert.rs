//! Lists between WIT and Python, with errors that say which item is wrong.
//!
//! Items convert through pyo3's own `IntoPyObject` and `FromPyObject`, which guests derive or write for their types.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySequence};

/// A Python list of `items`, in order.
pub fn list_into<'py, T>(py: Python<'py>, items: Vec<T>) -> PyResult<Bound<'py, PyList>>
where
    T: IntoPyObject<'py>,
{
    PyList::new(py, items)
}

/// The items of a Python list or other sequence; `what` names it in errors, as in "`filter_by_tag` returned".
pub fn list_from<'py, T>(returned: &Bound<'py, PyAny>, what: &str) -> PyResult<Vec<T>>
where
    T: for<'a> FromPyObject<'a, 'py, Error: Into<PyErr>>,
{
    let wrong_type = || {
        let found = returned
            .get_type()
            .fully_qualified_name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        PyTypeError::new_err(format!("{what} `{found}`, expected a list"))
    };
    let sequence = returned.cast::<PySequence>().map_err(|_| wrong_type())?;
    let mut items = Vec::with_capacity(sequence.len().unwrap_or(0));
    for (index, item) in sequence.try_iter()?.enumerate() {
        items.push(
            item?
                .extract()
                .map_err(|error: T::Error| in_item(returned.py(), error.into(), index, what))?,
        );
    }
    Ok(items)
}

/// The same exception with a note that says where: its type and message stay what they were.
fn in_item(py: Python<'_>, error: PyErr, index: usize, what: &str) -> PyErr {
    // A note is a courtesy: an exception that refuses it is reported without.
    let _ = error.value(py).call_method1(
        "add_note",
        (format!("{what} a list whose item {index} does not fit"),),
    );
    error
}
