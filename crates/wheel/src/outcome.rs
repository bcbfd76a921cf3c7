//! What a source is given and what it leaves, as Python has them.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wasi_py_sandbox::{Failure, FailureKind, Outcome, Value};

use crate::failure::{exception, of_host};
use crate::value::to_python;

/// What a source has left: its value, its output and error, and its files.
pub(crate) type Left<'py> = (Bound<'py, PyAny>, String, String, Bound<'py, PyDict>);

/// The inputs as the sandbox takes them.
pub(crate) fn borrowed(inputs: &[(String, Value)]) -> Vec<(&str, Value)> {
    let inputs = inputs.iter();
    inputs
        .map(|(name, value)| (&**name, value.clone()))
        .collect()
}

/// What a source has left, for Python.
pub(crate) fn left<'py>(py: Python<'py>, ended: Result<Outcome, Failure>) -> PyResult<Left<'py>> {
    let outcome = ended.map_err(|failure| exception(py, &failure))?;
    let value = to_python(py, &outcome.value);
    let value = value.map_err(|error| of_host(py, FailureKind::Crashed, error))?;
    let files = PyDict::new(py);
    for file in &outcome.files {
        files.set_item(&file.path, &*file.contents)?;
    }
    let printed = outcome.printed;
    Ok((value, printed.stdout, printed.stderr, files))
}

/// The same, when it is not waited for.
pub(crate) fn left_as_object(
    py: Python<'_>,
    ended: Result<Outcome, Failure>,
) -> PyResult<Py<PyAny>> {
    Ok(left(py, ended)?.into_pyobject(py)?.into_any().unbind())
}
