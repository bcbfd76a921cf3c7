//! Lists.

#![allow(unsafe_code, reason = "reads a count of references")]

use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PySequence, PyString};

use super::error::{expected, in_item};
use super::{Call, FromPython, ToPython};

impl<'py, T: ToPython<'py>> ToPython<'py> for Vec<T> {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::list_to_python(self, call)
    }
}

impl<'a, 'py, T: FromPython<'a, 'py>> FromPython<'a, 'py> for Vec<T> {
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        T::list_from_python(object, call)
    }
}

/// Makes a `list` of `items`, in order.
pub(super) fn to_python<'py, T: ToPython<'py>>(
    items: Vec<T>,
    call: &Call<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let items = items.into_iter().map(|item| Item(item, call));
    Ok(PyList::new(call.py(), items)?.into_any())
}

/// An item on its way into a list.
pub(super) struct Item<'c, 'py, T>(pub(super) T, pub(super) &'c Call<'py>);

impl<'py, T: ToPython<'py>> IntoPyObject<'py> for Item<'_, 'py, T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.to_python(self.1)
    }
}

/// Reads the items of a `list` or another sequence.
///
/// The list is let go of first: an item that only the list held is then [only ours](is_only_ours).
pub(super) fn from_python<'a, 'py, T: FromPython<'a, 'py>>(
    object: Bound<'py, PyAny>,
    call: &'a Call<'py>,
) -> PyResult<Vec<T>> {
    let items: Vec<Bound<'py, PyAny>> = match object.cast_into_exact::<PyList>() {
        Ok(list) => list.iter().collect(),
        Err(error) => other_sequence(&error.into_inner())?,
    };
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| {
            T::from_python(item, call).map_err(|error| in_item(call.py(), error, index))
        })
        .collect()
}

/// Reads the items of a sequence that is not a list. Text is a sequence of texts to Python, and bytes are one
/// of numbers. Both are refused: a list of them is hardly what was meant.
fn other_sequence<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let is_text = object.is_instance_of::<PyString>() || is_bytes(object);
    match object.cast::<PySequence>() {
        Ok(sequence) if !is_text => as_many_as_it_says(sequence),
        _ => Err(expected("a list", object)),
    }
}

/// Reads the items of a sequence whose class may say anything of its length, and may go on for ever.
fn as_many_as_it_says<'py>(sequence: &Bound<'py, PySequence>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let length = sequence.len()?;
    let mut items = Vec::new();
    items
        .try_reserve_exact(length)
        .map_err(|_| PyMemoryError::new_err(format!("no room for {length} items")))?;
    for item in sequence.try_iter()?.take(length.saturating_add(1)) {
        items.push(item?);
    }
    match items.len() {
        found if found == length => Ok(items),
        found => {
            let found = if found > length {
                "more".to_owned()
            } else {
                found.to_string()
            };
            Err(PyValueError::new_err(format!(
                "expected {length} items, as `len()` says, found {found}"
            )))
        }
    }
}

pub(super) fn is_bytes(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>()
}

/// Reads the content of `bytes`, or of another buffer of bytes.
pub(super) fn bytes_from<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return Ok(Some(bytes.as_bytes().to_vec()));
    }
    if let Ok(bytes) = object.cast::<PyByteArray>() {
        return Ok(Some(bytes.to_vec()));
    }
    let Ok(buffer) = PyUntypedBuffer::get(object) else {
        return Ok(None);
    };
    if let Ok(bytes) = buffer.as_typed::<u8>() {
        return Ok(Some(bytes.to_vec(object.py())?));
    }
    if buffer.item_size() != 1 {
        return Ok(None);
    }
    // Bytes by another name, such as those with a sign.
    let bytes = object.py().get_type::<PyBytes>().call1((object,))?;
    Ok(Some(bytes.cast::<PyBytes>()?.as_bytes().to_vec()))
}

// CPYTHON-INTERNAL: a count of 1 means one owner; from 3.14 on the interpreter also borrows.
/// Tells whether nobody else refers to an object, so that what it holds can be taken out of it.
#[must_use]
pub fn is_only_ours(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: reads the count of a live object.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) == 1 }
}
