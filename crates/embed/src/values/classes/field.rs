//! Fields of records. A value stays as the host gave it until Python looks at it, since apps look at few.

use std::convert::Infallible;
use std::mem;

use pyo3::prelude::*;

use crate::values::convert::{Call, FromPython, Given, ToPython, in_field};

/// A field of an object.
#[derive(Debug)]
pub enum Field<T> {
    /// The value as the host gave it.
    Given(T),
    /// The object that Python has seen. `None` after the garbage collector has cleared it, which to Python is
    /// the same as holding `None`.
    Python(Option<Py<PyAny>>),
}

/// A field whose value is shown to Python at once.
pub type Shown = Field<Infallible>;

/// A field of whatever type.
pub trait AnyField {
    /// Returns what Python sees, which is the same object from now on.
    ///
    /// # Errors
    /// `MemoryError`. The field is then what it was.
    fn get<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;

    /// Returns the object that Python has seen, if any.
    fn object(&self) -> Option<&Py<PyAny>>;

    /// Lets go of the object that Python has seen.
    fn clear(&mut self);
}

impl<T: Given> AnyField for Field<T> {
    fn get<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if let Self::Given(value) = self {
            *self = Self::Python(Some(value.show(py)?.unbind()));
        }
        Ok(match self.object() {
            Some(object) => object.bind(py).clone(),
            None => py.None().into_bound(py),
        })
    }

    fn object(&self) -> Option<&Py<PyAny>> {
        match self {
            Self::Given(_) => None,
            Self::Python(object) => object.as_ref(),
        }
    }

    fn clear(&mut self) {
        if let Self::Python(object) = self {
            *object = None;
        }
    }
}

impl<T: Given> Field<T> {
    /// Takes the content out.
    #[must_use]
    pub fn take(&mut self) -> Self {
        mem::replace(self, Self::Python(None))
    }

    /// Copies the content.
    #[must_use]
    pub fn copy(&self, py: Python<'_>) -> Self {
        match self {
            Self::Given(value) => Self::Given(value.clone()),
            Self::Python(object) => {
                Self::Python(object.as_ref().map(|object| object.clone_ref(py)))
            }
        }
    }

    /// Reads the value, which `given` makes of one that the host gave.
    ///
    /// # Errors
    /// As [`FromPython::from_python`], with a note that says which field.
    pub fn read<'a, 'py, V: FromPython<'a, 'py>>(
        self,
        given: impl FnOnce(T) -> V,
        call: &'a Call<'py>,
        class: &str,
        name: &str,
    ) -> PyResult<V> {
        let object = match self {
            Self::Given(value) => return Ok(given(value)),
            Self::Python(Some(object)) => object.into_bound(call.py()),
            Self::Python(None) => call.py().None().into_bound(call.py()),
        };
        from_field(object, call, class, name)
    }
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

/// Makes the content of a field that is shown at once.
///
/// # Errors
/// As [`ToPython::to_python`].
pub fn shown<'py>(value: impl ToPython<'py>, call: &Call<'py>) -> PyResult<Shown> {
    Ok(Field::Python(Some(value.to_python(call)?.unbind())))
}
