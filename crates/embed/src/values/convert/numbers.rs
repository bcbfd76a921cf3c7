//! Lists of numbers, which are copied as a whole where Python has the numbers side by side: in an `array`, or
//! in whatever else has a buffer, such as an array of numpy.

#![allow(unsafe_code, reason = "shows Python memory for the time of a copy")]

use pyo3::buffer::{Element, PyBuffer, PyUntypedBuffer};
use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyMemoryView, PyType};

use super::error::expected;
use super::list::{self, is_bytes};
use super::{Call, FromPython, ToPython};
use crate::start::interpreter::has_arrays;

/// A number as `array` stores it.
pub(super) trait Number: Element {
    /// The letter that `array` has for the type.
    const LETTER: &str;
}

macro_rules! numbers {
    ($($type:ty = $letter:literal),* $(,)?) => {$(
        impl Number for $type {
            const LETTER: &str = $letter;
        }
    )*};
}
numbers!(
    u8 = "B",
    i8 = "b",
    u16 = "H",
    i16 = "h",
    u32 = "I",
    i32 = "i",
    u64 = "Q",
    i64 = "q",
    f32 = "f",
    f64 = "d",
);

/// Makes a `list`, or an `array` if Python is to see these.
pub(super) fn to_python<'py, T: Number + ToPython<'py>>(
    items: Vec<T>,
    call: &Call<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    match array(call.py(), &items) {
        Some(array) => array,
        None => list::to_python(items, call),
    }
}

/// Makes an `array` if Python is to see these.
pub(super) fn array<'py, T: Number>(
    py: Python<'py>,
    items: &[T],
) -> Option<PyResult<Bound<'py, PyAny>>> {
    has_arrays().then(|| array_of(py, items))
}

fn array_of<'py, T: Number>(py: Python<'py>, items: &[T]) -> PyResult<Bound<'py, PyAny>> {
    static ARRAY: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let array = ARRAY.import(py, "array", "array")?.call1((T::LETTER,))?;
    let byte_count = ffi::Py_ssize_t::try_from(size_of_val(items))?;
    let start = items.as_ptr().cast_mut().cast();
    // SAFETY: the memory lives, and nobody writes to it, until the end of this function. `array` copies it
    // and forgets the view, which is made for reading alone.
    let view = unsafe {
        let view = ffi::PyMemoryView_FromMemory(start, byte_count, ffi::PyBUF_READ);
        Bound::from_owned_ptr_or_err(py, view)?
    };
    array.call_method1("frombytes", (&view,))?;
    view.call_method0("release")?;
    Ok(array)
}

/// Reads the numbers of a list, of another sequence, or of something that has a buffer.
pub(super) fn from_python<'a, 'py, T: Number + FromPython<'a, 'py>>(
    object: Bound<'py, PyAny>,
    call: &'a Call<'py>,
) -> PyResult<Vec<T>> {
    if object.is_exact_instance_of::<PyList>() || is_bytes(&object) {
        return list::from_python(object, call);
    }
    let Ok(buffer) = PyUntypedBuffer::get(&object) else {
        return list::from_python(object, call);
    };
    match buffer.dimensions() {
        1 => {}
        found => {
            let message = format!("expected numbers in 1 dimension, found {found} dimensions");
            return Err(PyValueError::new_err(message));
        }
    }
    if let Some(buffer) = of_that_type::<T>(&buffer) {
        return buffer.to_vec(call.py());
    }
    drop(buffer);
    list::from_python(as_list(&object)?, call)
}

/// Returns the same buffer, if it has numbers of that type in this machine's order of bytes.
fn of_that_type<T: Number>(buffer: &PyUntypedBuffer) -> Option<&PyBuffer<T>> {
    // pyo3 0.30 takes the other order of bytes for this machine's.
    let is_foreign = matches!(buffer.format().to_bytes().first(), Some(b'>' | b'!'));
    buffer.as_typed().ok().filter(|_| !is_foreign)
}

/// Makes a list of what is in a buffer, whose numbers are of another type.
fn as_list<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let items = PyMemoryView::from(object)?.call_method0("tolist");
    // Not every buffer has something that Python knows.
    items.map_err(|_| expected("numbers", object))
}
