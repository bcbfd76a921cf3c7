//! A Python function that a guest's export calls.

use pyo3::call::PyCallArgs;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// A function of the app by name. Looked up at the first call and kept.
pub struct Function {
    module: &'static str,
    name: &'static str,
    found: PyOnceLock<Py<PyAny>>,
}

impl Function {
    /// The function `name` of `module`, which is imported at the first call.
    pub const fn new(module: &'static str, name: &'static str) -> Self {
        Self {
            module,
            name,
            found: PyOnceLock::new(),
        }
    }

    /// Calls it. Fails with what the import, the lookup or the function raised; a failed import is tried anew.
    pub fn call<'py>(
        &self,
        py: Python<'py>,
        arguments: impl PyCallArgs<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.find(py)?.call1(arguments)
    }

    /// Looks it up without calling it.
    pub fn find<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let function = self.found.get_or_try_init(py, || {
            let function = py.import(self.module)?.getattr(self.name)?;
            PyResult::Ok(function.unbind())
        })?;
        Ok(function.bind(py))
    }
}
