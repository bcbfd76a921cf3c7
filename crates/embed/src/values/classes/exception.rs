//! Exceptions for the error types of functions: subclasses of `wit.types.Err`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::ClassName;
use crate::values::wit_types::WitErr;

/// The exception that stands for the error case of functions with one error type.
pub struct Exception {
    name: ClassName,
    made: PyOnceLock<Py<PyAny>>,
}

impl Exception {
    /// Describes an exception of that name.
    #[must_use]
    pub const fn new(name: ClassName) -> Self {
        Self {
            name,
            made: PyOnceLock::new(),
        }
    }

    /// Returns the class.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class = self.made.get_or_try_init(py, || {
            let bases = (py.get_type::<WitErr>(),).into_pyobject(py)?;
            let class = self.name.make(bases)?;
            PyResult::Ok(class.unbind())
        })?;
        Ok(class.bind(py).clone())
    }

    /// Returns the exception with `value`, ready to be raised.
    #[must_use]
    pub fn raised(&self, value: Bound<'_, PyAny>) -> PyErr {
        let made = self.class(value.py());
        of_import(made.and_then(|class| class.call1((value,))))
    }
}

/// Returns the exception for an error whose type has no exception of its own: `wit.types.Err`.
#[must_use]
pub fn failure(value: Bound<'_, PyAny>) -> PyErr {
    of_import(value.py().get_type::<WitErr>().call1((value,)))
}

/// Returns the exception that an imported function fails with, ready to be raised.
fn of_import(made: PyResult<Bound<'_, PyAny>>) -> PyErr {
    let noted = made.inspect(|made| {
        if let Ok(failure) = made.cast::<WitErr>() {
            failure.get().note_import();
        }
    });
    noted.map_or_else(|error| error, PyErr::from_value)
}
