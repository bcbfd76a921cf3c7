//! Records: classes that generated code writes with pyo3, and what all of them do alike.

use pyo3::PyClass;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::False;
use pyo3::types::{PyNotImplemented, PyTuple};

use crate::values::convert::{Call, FromPython, expected_class, in_field, is_only_ours};

/// A field of an object: `None` after the garbage collector has cleared it, which to Python is the same as
/// holding `None`.
pub type Field = Option<Py<PyAny>>;

/// A class whose objects have `N` named fields.
pub trait Record<const N: usize>: PyClass<Frozen = False> {
    /// The names of its fields in Python, in the order of the WIT.
    const FIELDS: [&'static str; N];

    /// Its fields, in the same order.
    fn fields(&self) -> [&Field; N];

    /// Its fields, to be changed.
    fn fields_mut(&mut self) -> [&mut Field; N];

    /// Returns the names of the fields, for `match`.
    ///
    /// # Errors
    /// When there is no memory for them.
    fn match_args(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, Self::FIELDS)
    }

    /// Returns `Person(name='Jane', age=22)`.
    ///
    /// # Errors
    /// Any exception that the `__repr__` of a field raises.
    fn repr(slf: &Bound<'_, Self>) -> PyResult<String> {
        let values = values(slf)?;
        let parts = Self::FIELDS
            .iter()
            .zip(values)
            .map(|(name, value)| Ok(format!("{name}={}", value.repr()?.to_string_lossy())));
        let parts = parts.collect::<PyResult<Vec<_>>>()?;
        let class = slf.as_any().get_type().qualname()?;
        Ok(format!("{}({})", class.to_string_lossy(), parts.join(", ")))
    }

    /// Compares all fields. Returns `NotImplemented` for an object of another class.
    ///
    /// # Errors
    /// Any exception that the `__eq__` of a field raises.
    fn equal<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let Ok(other) = other.cast::<Self>() else {
            return Ok(PyNotImplemented::get(py).to_owned().into_any());
        };
        let mut pairs = values(slf)?.into_iter().zip(values(other)?);
        let is_equal = pairs.try_fold(true, |so_far, (own, other)| {
            PyResult::Ok(so_far && own.eq(other)?)
        });
        Ok(is_equal?.into_pyobject(py)?.to_owned().into_any())
    }

    /// Returns the class and the values that make the object anew: for `copy` and `pickle`.
    ///
    /// # Errors
    /// When there is no memory for it.
    fn reduce<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let values = PyTuple::new(slf.py(), values(slf)?)?;
        (slf.as_any().get_type(), values).into_pyobject(slf.py())
    }

    /// Shows the garbage collector what is referred to.
    ///
    /// # Errors
    /// When the collector has seen enough.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.fields()
            .into_iter()
            .try_for_each(|field| visit.call(field))
    }

    /// Lets go of all fields.
    fn clear(&mut self) {
        for field in self.fields_mut() {
            *field = None;
        }
    }
}

/// Returns what Python sees in the fields. The object is no longer borrowed then: code that works with the
/// values may change it.
fn values<'py, R: Record<N>, const N: usize>(
    object: &Bound<'py, R>,
) -> PyResult<[Bound<'py, PyAny>; N]> {
    let py = object.py();
    let record = object.try_borrow()?;
    Ok(record.fields().map(|field| match field {
        Some(value) => value.bind(py).clone(),
        None => py.None().into_bound(py),
    }))
}

/// Returns the fields of an object of class `R`. They are taken out of it if nobody can see it any more. A
/// subclass may have a `__del__` that can.
///
/// # Errors
/// `TypeError` for an object of another class.
pub fn into_fields<'py, R: Record<N>, const N: usize>(
    object: Bound<'py, PyAny>,
) -> PyResult<[Bound<'py, PyAny>; N]> {
    let py = object.py();
    let is_only_ours = is_only_ours(&object) && object.is_exact_instance_of::<R>();
    let object = object
        .cast_into::<R>()
        .map_err(|error| expected_class(&py.get_type::<R>(), &error.into_inner()))?;
    if !is_only_ours {
        return values(&object);
    }
    let mut record = object.try_borrow_mut()?;
    Ok(record.fields_mut().map(|field| match field.take() {
        Some(value) => value.into_bound(py),
        None => py.None().into_bound(py),
    }))
}

/// Reads the value of a field.
///
/// # Errors
/// As [`FromPython::from_python`], with a note that says which field.
pub fn from_field<'a, 'py, T: FromPython<'a, 'py>>(
    value: Bound<'py, PyAny>,
    call: &'a Call<'py>,
    class: &str,
    name: &str,
) -> PyResult<T> {
    T::from_python(value, call).map_err(|error| in_field(call.py(), error, class, name))
}

/// Makes the content of a field.
///
/// # Errors
/// As [`ToPython::to_python`](crate::values::convert::ToPython::to_python).
pub fn to_field<'py>(
    value: impl crate::values::convert::ToPython<'py>,
    call: &Call<'py>,
) -> PyResult<Field> {
    Ok(Some(value.to_python(call)?.unbind()))
}
