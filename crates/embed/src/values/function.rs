//! A Python function that an export calls.

use pyo3::call::PyCallArgs;
use pyo3::exceptions::PyModuleNotFoundError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::convert::{Call, FromPython, in_returned};

/// A function of the app by name. It is looked up at the first call and kept.
///
/// A function of an interface is looked for in the module of the app that is named after the interface. If
/// there is no such module, it is looked for in the app itself.
pub struct Function {
    app: &'static str,
    interface: Option<&'static str>,
    /// Attributes from the module on: `filter_by_tag`, or `Counter` and `start`.
    path: &'static [&'static str],
    found: PyOnceLock<Py<PyAny>>,
}

impl Function {
    /// Names the function at `path` in the module `interface` of `app`, or in `app` itself.
    #[must_use]
    pub const fn new(
        app: &'static str,
        interface: Option<&'static str>,
        path: &'static [&'static str],
    ) -> Self {
        Self {
            app,
            interface,
            path,
            found: PyOnceLock::new(),
        }
    }

    /// Calls it. A failed import is tried anew.
    ///
    /// # Errors
    /// The exception that the import, the lookup or the function raised.
    pub fn call<'py>(
        &self,
        py: Python<'py>,
        arguments: impl PyCallArgs<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.find(py)?.call1(arguments)
    }

    /// Looks it up without calling it.
    ///
    /// # Errors
    /// The exception that the import or the lookup raised.
    pub fn find<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let function = self.found.get_or_try_init(py, || {
            let mut found = module(py, self.app, self.interface)?;
            for name in self.path {
                found = found.getattr(*name)?;
            }
            PyResult::Ok(found.unbind())
        })?;
        Ok(function.bind(py))
    }

    /// Reads the value that the function returned.
    ///
    /// # Errors
    /// `TypeError` and others if it returned something else, with a note that says so.
    pub fn returned<'a, 'py, T: FromPython<'a, 'py>>(
        &self,
        object: Bound<'py, PyAny>,
        call: &'a Call<'py>,
    ) -> PyResult<T> {
        returned(object, call, || self.label())
    }

    /// Tells whether it is a function of an interface that the app knows by this name, or with its package in
    /// front.
    pub(crate) fn is_of(&self, interface: &str) -> bool {
        self.interface.is_some_and(|own| own.ends_with(interface))
    }

    /// Returns the name that errors have for it: `people_app.filter_by_tag`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}.{}", self.app, self.path.join("."))
    }
}

/// Imports the module of the app that is named after the interface, or the app itself.
pub(crate) fn module<'py>(
    py: Python<'py>,
    app: &str,
    interface: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(interface) = interface {
        let name = format!("{app}.{interface}");
        match py.import(&name) {
            Ok(module) => return Ok(module.into_any()),
            Err(error) if is_missing(py, &error, &name) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(py.import(app)?.into_any())
}

/// Reads the value of what `function` returned.
///
/// # Errors
/// As [`Function::returned`].
pub fn returned<'a, 'py, T: FromPython<'a, 'py>>(
    object: Bound<'py, PyAny>,
    call: &'a Call<'py>,
    function: impl FnOnce() -> String,
) -> PyResult<T> {
    T::from_python(object, call).map_err(|error| in_returned(call.py(), error, &function()))
}

/// Tells whether it is this very module that does not exist, and not one that it imports.
fn is_missing(py: Python<'_>, error: &PyErr, name: &str) -> bool {
    let is_missing = || -> PyResult<bool> { error.value(py).getattr("name")?.eq(name) };
    error.is_instance_of::<PyModuleNotFoundError>(py) && is_missing().unwrap_or(false)
}
