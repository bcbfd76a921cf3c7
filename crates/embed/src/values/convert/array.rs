//! Lists of fixed length.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::compound::tuple_of;
use super::error::in_item;
use super::list::Item;
use super::{Call, FromPython, ToPython};

impl<'py, T: ToPython<'py>, const N: usize> ToPython<'py> for [T; N] {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::array_to_python(self, call)
    }
}

impl<'a, 'py, T: FromPython<'a, 'py>, const N: usize> FromPython<'a, 'py> for [T; N] {
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        T::array_from_python(object, call)
    }
}

/// Makes a `tuple` of `items`, in order.
pub(super) fn to_python<'py, T: ToPython<'py>, const N: usize>(
    items: [T; N],
    call: &Call<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let items = items.into_iter().map(|item| Item(item, call));
    Ok(PyTuple::new(call.py(), items)?.into_any())
}

/// Reads the items of a `tuple` of that length.
pub(super) fn from_python<'a, 'py, T: FromPython<'a, 'py>, const N: usize>(
    object: Bound<'py, PyAny>,
    call: &'a Call<'py>,
) -> PyResult<[T; N]> {
    let tuple = tuple_of(object, N)?;
    let convert = |(index, item)| {
        T::from_python(item, call).map_err(|error| in_item(call.py(), error, index))
    };
    let items = tuple.iter().enumerate().map(convert);
    exactly(items.collect::<PyResult<_>>()?, "items")
}

/// Makes an array of items. They may be more or fewer than it has room for.
pub(super) fn exactly<T, const N: usize>(items: Vec<T>, noun: &str) -> PyResult<[T; N]> {
    let wrong = |items: Vec<T>| {
        PyValueError::new_err(format!("expected {N} {noun}, found {}", items.len()))
    };
    items.try_into().map_err(wrong)
}
