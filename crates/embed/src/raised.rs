//! What Python raised, as text that can cross a component's border.

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::classes::Failure;

/// A Python exception that nothing caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The type as Python prints it: `ValueError`, `app.errors.BadTag`.
    pub type_name: String,
    /// `str()` of the exception.
    pub message: String,
    /// The traceback as Python formats it.
    pub traceback: String,
}

impl Raised {
    /// Describes `error`. Never fails: an exception whose own methods raise is described as far as they let.
    ///
    /// What another component raised stays what it was there.
    pub fn new(py: Python<'_>, error: &PyErr) -> Self {
        if let Some(elsewhere) = Self::elsewhere(py, error) {
            return elsewhere.passed_on(py, error);
        }
        let type_name = type_name(&error.get_type(py));
        let message =
            message(error.value(py)).unwrap_or_else(|| "<exception str() failed>".to_owned());
        // Without a working `traceback` module there is still the line that would have been its last.
        let traceback = format(py, error).unwrap_or_else(|_| format!("{type_name}: {message}\n"));
        Self {
            type_name,
            message,
            traceback,
        }
    }

    /// What `error` says of an exception of another component: it is an `Err` that carries a record `exception`.
    pub(crate) fn elsewhere(py: Python<'_>, error: &PyErr) -> Option<Self> {
        let failure = error.value(py).cast::<Failure>().ok()?;
        let record = failure.get().value(py);
        let field = |name| record.getattr(name).ok()?.extract().ok();
        Some(Self {
            type_name: field("type_name")?,
            message: field("message")?,
            traceback: field("traceback")?,
        })
    }

    /// The same with the calls of this component, which have led to it, in front.
    fn passed_on(self, py: Python<'_>, error: &PyErr) -> Self {
        let calls = calls(py, error).unwrap_or_default();
        Self {
            traceback: format!(
                "Traceback (most recent call last):\n{calls}In another component:\n{}",
                self.traceback
            ),
            ..self
        }
    }
}

/// Qualified unless it is built in, as in the last line of a traceback.
fn type_name(class: &Bound<'_, PyType>) -> String {
    let name = class
        .qualname()
        .map(|name| lossy(&name))
        .unwrap_or_else(|_| "<unknown>".to_owned());
    match class.module().map(|module| lossy(&module)) {
        Ok(module) if module != "builtins" && module != "__main__" => format!("{module}.{name}"),
        _ => name,
    }
}

fn message(value: &Bound<'_, PyAny>) -> Option<String> {
    value.str().ok().map(|text| lossy(&text))
}

fn format(py: Python<'_>, error: &PyErr) -> PyResult<String> {
    lines(py, "format_exception", error.value(py).as_any())
}

fn calls(py: Python<'_>, error: &PyErr) -> PyResult<String> {
    lines(
        py,
        "format_tb",
        error.traceback(py).into_pyobject(py)?.as_any(),
    )
}

/// What a function of the module `traceback` makes of `argument`.
fn lines(py: Python<'_>, function: &str, argument: &Bound<'_, PyAny>) -> PyResult<String> {
    let lines = py
        .import("traceback")?
        .call_method1(function, (argument,))?;
    let lines: Vec<Bound<'_, pyo3::types::PyString>> = lines.extract()?;
    Ok(lines.iter().map(lossy).collect())
}

/// Lone surrogates, which no WIT `string` can hold, become U+FFFD: a description must not raise.
fn lossy(text: &Bound<'_, pyo3::types::PyString>) -> String {
    text.to_string_lossy().into_owned()
}
