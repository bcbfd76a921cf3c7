//! Exported resources: objects of the app that the other side holds handles of.

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::start::streams;
use crate::values::convert::expected;
use crate::values::function::Function;

/// An object behind a handle. When the last handle is dropped, Python lets go of it, and its finaliser runs.
#[derive(Debug)]
pub struct Object(Option<Py<PyAny>>);

impl Object {
    /// Holds an object that the app's class made.
    #[must_use]
    pub fn new(object: Bound<'_, PyAny>) -> Self {
        Self(Some(object.unbind()))
    }

    /// Holds an object that the app returned, of the `class` that implements the resource.
    ///
    /// # Errors
    /// `TypeError` if it is of another class.
    pub fn of(class: &Function, object: Bound<'_, PyAny>) -> PyResult<Self> {
        let found = class.find(object.py())?;
        match found.cast::<PyType>() {
            Ok(class_found) if !object.is_instance(class_found)? => {
                Err(expected(&format!("`{}`", class.label()), &object))
            }
            // A function that makes objects of whatever class can stand in for a class.
            _ => Ok(Self::new(object)),
        }
    }

    /// Returns the object.
    pub fn get<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        let object = self.0.as_ref().map(|object| object.bind(py).clone());
        object.unwrap_or_else(|| py.None().into_bound(py))
    }

    /// Takes the object, back from the other side.
    #[must_use]
    pub fn take(mut self, py: Python<'_>) -> Bound<'_, PyAny> {
        let object = self.0.take().map(|object| object.into_bound(py));
        object.unwrap_or_else(|| py.None().into_bound(py))
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            Python::attach(|py| {
                drop(object.into_bound(py));
                streams::flush(py);
            });
        }
    }
}
