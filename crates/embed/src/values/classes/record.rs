//! Records: classes that generated code writes with pyo3, and what all of them do alike.

use pyo3::PyClass;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::False;
use pyo3::types::{PyNotImplemented, PyTuple};

use super::field::AnyField;
use crate::values::convert::{expected_class, is_only_ours};

/// A class whose objects have `N` named fields.
pub trait Record<const N: usize>: PyClass<Frozen = False> + Sized {
    /// The names of its fields in Python, in the order of the WIT.
    const FIELDS: [&'static str; N];

    /// Its fields, in the same order.
    fn fields(&self) -> [&dyn AnyField; N];

    /// Its fields, to be changed.
    fn fields_mut(&mut self) -> [&mut dyn AnyField; N];

    /// Takes all fields out of an object that nobody will see again.
    #[must_use]
    fn taken(&mut self) -> Self;

    /// Copies all fields.
    #[must_use]
    fn copied(&self, py: Python<'_>) -> Self;

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
            .try_for_each(|field| visit.call(field.object()))
    }

    /// Lets go of all fields.
    fn clear(&mut self) {
        for field in self.fields_mut() {
            field.clear();
        }
    }
}

/// Returns what Python sees in the fields. The object is no longer borrowed then: code that works with the
/// values may change it.
fn values<'py, R: Record<N>, const N: usize>(
    object: &Bound<'py, R>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut record = object.try_borrow_mut()?;
    let fields = record.fields_mut().into_iter();
    fields.map(|field| field.get(object.py())).collect()
}

/// Returns the fields of an object of class `R`. They are taken out of it if nobody can see it any more. A
/// subclass may have a `__del__` that can.
///
/// # Errors
/// `TypeError` for an object of another class.
pub fn into_record<R: Record<N>, const N: usize>(object: Bound<'_, PyAny>) -> PyResult<R> {
    let py = object.py();
    let is_only_ours = is_only_ours(&object) && object.is_exact_instance_of::<R>();
    let object = object
        .cast_into::<R>()
        .map_err(|error| expected_class(&py.get_type::<R>(), &error.into_inner()))?;
    if is_only_ours {
        Ok(object.try_borrow_mut()?.taken())
    } else {
        Ok(object.try_borrow()?.copied(py))
    }
}
