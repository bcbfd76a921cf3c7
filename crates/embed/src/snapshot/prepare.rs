//! The steps before a snapshot: an interpreter is started and warmed up, and left fit to be kept.

use pyo3::prelude::*;

use super::settle;
use crate::libc::state;
use crate::start::interpreter::Interpreter;
use crate::start::restore;

/// Modules that draw random numbers when they are imported, and who notes which of them to draw anew.
const DRAWING: [(&str, &str); 2] = [
    ("numpy.random.bit_generator", "_wasi_py_numpy"),
    ("random", "_wasi_py_snapshot"),
];

/// A request that the app is warmed up with: method, path and query, headers, body.
pub type HttpRequest = (String, String, Vec<(String, Vec<u8>)>, Vec<u8>);

/// Starts `interpreter` and runs `warm_up`. Returns the requests that the host is to make before [`prepare`].
///
/// Fails with the text for the person who builds the component: a traceback.
pub fn begin(
    interpreter: &Interpreter,
    warm_up: impl FnOnce(Python<'_>) -> PyResult<()>,
) -> Result<Vec<HttpRequest>, String> {
    interpreter.start().map_err(|error| error.to_string())?;
    interpreter
        .call(|py| {
            let snapshot = py.import("_wasi_py_snapshot")?;
            for (module, adaptation) in DRAWING {
                adapted(py)?.set_item(module, adaptation)?;
            }
            snapshot.call_method0("watch")?;
            warm_up(py)?;
            // Command lines begin with it; imported here, it does nothing.
            py.import("site")?;
            snapshot.call_method0("preload")?;
            snapshot.call_method0("requests")?.extract()
        })
        .map_err(|raised| raised.traceback)
}

/// Makes everything fit to be kept, after [`begin`].
///
/// Fails with the text for the person who builds the component: a traceback, or what cannot be kept.
pub fn prepare(interpreter: &Interpreter) -> Result<(), String> {
    interpreter
        .call(|py| {
            for (module, _) in DRAWING {
                adapted(py)?.del_item(module)?;
            }
            let snapshot = py.import("_wasi_py_snapshot")?;
            let has_hooks = snapshot.call_method0("prepare")?.extract()?;
            settle::settle(py)?;
            restore::expect(py, has_hooks)
        })
        .map_err(|raised| raised.traceback)?;
    state::forget();
    Ok(())
}

/// Modules, and who adapts each when it is imported.
fn adapted(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("_wasi_py_importer")?.getattr("ADAPTED")
}
