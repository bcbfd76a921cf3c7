//! Lists between WIT and Python, with errors that say which item is wrong.
//!
//! Items convert through pyo3's own `IntoPyObject` and `FromPyObject`, which guests derive or write for their types, or
//! through functions of theirs.

#![allow(unsafe_code, reason = "reads a count of references")]

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySequence};

/// A Python list of `items`, in order.
pub fn list_into<'py, T>(py: Python<'py>, items: Vec<T>) -> PyResult<Bound<'py, PyList>>
where
    T: IntoPyObject<'py>,
{
    PyList::new(py, items)
}

/// The items of a Python list or other sequence, each converted by `from`; `what` names it in errors, as in
/// "`filter_by_tag` returned".
///
/// The list is let go of first: an item that only the list held is then [only ours](is_only_ours).
pub fn list_from<'py, T>(
    returned: Bound<'py, PyAny>,
    what: &str,
    from: impl Fn(&Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let py = returned.py();
    let wrong_type = |found: &Bound<'py, PyAny>| {
        let found = found
            .get_type()
            .fully_qualified_name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        PyTypeError::new_err(format!("{what} `{found}`, expected a list"))
    };
    let items: Vec<Bound<'py, PyAny>> = match returned.cast_into_exact::<PyList>() {
        Ok(list) => list.iter().collect(),
        Err(error) => {
            let other = error.into_inner();
            let sequence = other.cast::<PySequence>().map_err(|_| wrong_type(&other))?;
            sequence.try_iter()?.collect::<PyResult<_>>()?
        }
    };
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| from(&item).map_err(|error| in_item(py, error, index, what)))
        .collect()
}

/// One item by pyo3's own `FromPyObject`, for [`list_from`].
pub fn extracted<'py, T>(item: &Bound<'py, PyAny>) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error: Into<PyErr>>,
{
    item.extract().map_err(|error: T::Error| error.into())
}

/// Whether nobody else refers to an object, so that what it holds can be taken out of it.
pub fn is_only_ours(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: reads the count of a live object.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) == 1 }
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
