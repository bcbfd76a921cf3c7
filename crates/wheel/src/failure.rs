//! Failures as exceptions of `wasi_py_host._failures`.

use std::fmt::Display;

use pyo3::prelude::*;
use wasi_py_sandbox::{Failure, FailureKind, Printed};

const MODULE: &str = "wasi_py_host._failures";

/// The exception for the failure of a source.
pub(crate) fn exception(py: Python<'_>, failure: &Failure) -> PyErr {
    let Printed { stdout, stderr } = &*failure.printed;
    let made = py.import(MODULE).and_then(|module| {
        let of_kind = module.getattr("OF_KIND")?.get_item(failure.kind.name())?;
        of_kind.call1((
            &failure.type_name,
            &failure.message,
            &failure.traceback,
            failure.line,
            stdout,
            stderr,
        ))
    });
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The exception for a failure that is none of the source's.
pub(crate) fn of_host(py: Python<'_>, kind: FailureKind, message: impl Display) -> PyErr {
    exception(py, &Failure::of_host(kind, message))
}

/// The exception for a sandbox that there is none of.
pub(crate) fn not_loaded(py: Python<'_>, reason: &impl Display) -> PyErr {
    let made = py
        .import(MODULE)
        .and_then(|module| module.getattr("LoadError")?.call1((reason.to_string(),)));
    made.map_or_else(|error| error, PyErr::from_value)
}
