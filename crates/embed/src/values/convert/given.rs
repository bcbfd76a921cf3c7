//! Values that an object holds as the host gave them, until Python looks at them.

use std::convert::Infallible;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use super::compound::some;
use super::numbers;

/// A value that Python can be shown. Nothing but exhausted memory can be in the way of it, and the value
/// itself stays what it is.
pub trait Given: Clone + Send + Sync + 'static {
    /// As [`ToPython::NULLABLE`](super::ToPython::NULLABLE).
    const NULLABLE: bool = false;

    /// Makes its Python object.
    ///
    /// # Errors
    /// `MemoryError`.
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;

    /// Makes the Python object of a whole list.
    ///
    /// # Errors
    /// As [`Self::show`].
    fn show_list<'py>(items: &[Self], py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        list_of(items, py)
    }
}

fn list_of<'py, T: Given>(items: &[T], py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyList::new(py, items.iter().map(Item))?.into_any())
}

/// An item on its way into a list.
struct Item<'a, T>(&'a T);

impl<'py, T: Given> IntoPyObject<'py> for Item<'_, T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.show(py)
    }
}

/// The value of a field that is always shown at once.
impl Given for Infallible {
    fn show<'py>(&self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match *self {}
    }
}

macro_rules! copied {
    ($($type:ty),*) => {$(
        impl Given for $type {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                (*self).into_bound_py_any(py)
            }
        }
    )*};
}
copied!(bool, char);

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Given for $type {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                (*self).into_bound_py_any(py)
            }

            fn show_list<'py>(items: &[Self], py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                numbers::array(py, items).unwrap_or_else(|| list_of(items, py))
            }
        }
    )*};
}
numbers!(i8, u16, i16, u32, i32, u64, i64, f32, f64);

impl Given for u8 {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        (*self).into_bound_py_any(py)
    }

    fn show_list<'py>(items: &[Self], py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBytes::new(py, items).into_any())
    }
}

impl Given for String {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self).into_any())
    }
}

impl<T: Given> Given for Vec<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::show_list(self, py)
    }
}

impl<T: Given> Given for Option<T> {
    const NULLABLE: bool = true;

    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            None => Ok(py.None().into_bound(py)),
            Some(value) => some(value.show(py)?, T::NULLABLE),
        }
    }
}
