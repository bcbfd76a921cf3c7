//! An exception of Python, as text that can cross a component's border.

#![allow(unsafe_code, reason = "cuts texts without a call into Python")]

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use super::wit_types::WitErr;

/// Longer texts are cut in the middle, so that there is room for them and a host is willing to take them.
const LONGEST_CHARS: isize = 64 << 10;
/// The same for a whole traceback.
const LONGEST_TRACEBACK_BYTES: usize = 1 << 20;

/// A Python exception that nothing caught. What is gigantic has a note in place of its middle.
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
    /// An exception of another component stays what it was there.
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

    /// Reads what `error` says of an exception of another component: it is an `Err` that carries a record
    /// `exception`.
    pub(crate) fn elsewhere(py: Python<'_>, error: &PyErr) -> Option<Self> {
        let failure = error.value(py).cast::<WitErr>().ok()?;
        let record = failure.get().value(py);
        let field = |name| record.getattr(name).ok()?.extract().ok();
        Some(Self {
            type_name: field("type_name")?,
            message: field("message")?,
            traceback: field("traceback")?,
        })
    }

    /// Returns the same with the calls of this component, which have led to it, in front.
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

/// Returns the name of a class, qualified unless it is built in, as in the last line of a traceback.
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

/// Returns what a function of the module `traceback` makes of `argument`.
fn lines(py: Python<'_>, function: &str, argument: &Bound<'_, PyAny>) -> PyResult<String> {
    let lines = py
        .import("traceback")?
        .call_method1(function, (argument,))?;
    let lines: Vec<Bound<'_, PyString>> = lines.extract()?;
    let mut lines = lines.iter().map(lossy);
    let mut text = String::new();
    for line in lines.by_ref() {
        text.push_str(&line);
        if text.len() > LONGEST_TRACEBACK_BYTES {
            break;
        }
    }
    // The last line says what was raised.
    let (left_out_bytes, last) = lines.fold((0, String::new()), |(bytes, before), line| {
        (bytes + before.len(), line)
    });
    if left_out_bytes > 0 {
        text.push_str(&left_out(left_out_bytes, "bytes"));
    }
    Ok(text + &last)
}

/// Converts a text. Lone surrogates, which no WIT `string` can hold, become U+FFFD: a description must not
/// raise. The middle of a long text is left out.
fn lossy(text: &Bound<'_, PyString>) -> String {
    // SAFETY: a live object that is a text.
    let chars = unsafe { ffi::PyUnicode_GetLength(text.as_ptr()) };
    if chars <= LONGEST_CHARS {
        return text.to_string_lossy().into_owned();
    }
    let half = LONGEST_CHARS / 2;
    let (head, tail) = (part(text, 0, half), part(text, chars - half, chars));
    head + &left_out((chars - 2 * half) as usize, "characters") + &tail
}

/// Returns the characters from `start` to `end`; nothing when there is no room for them.
fn part(text: &Bound<'_, PyString>, start: isize, end: isize) -> String {
    // SAFETY: a live object that is a text; what is made is owned here.
    let part = unsafe {
        let part = ffi::PyUnicode_Substring(text.as_ptr(), start, end);
        Bound::from_owned_ptr_or_err(text.py(), part)
    };
    let part = part.and_then(|part| Ok(part.cast_into::<PyString>()?));
    part.map_or_else(
        |_| String::new(),
        |part| part.to_string_lossy().into_owned(),
    )
}

/// Returns the text that stands in the place of the middle of a text.
fn left_out(count: usize, unit: &str) -> String {
    format!("\n[... {count} {unit} left out ...]\n")
}
