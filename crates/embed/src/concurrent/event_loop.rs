//! Python's event loop, which is written in Python: `wasi_py/src/_wasi_py_loop.py`.

use std::sync::OnceLock;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::timer;
use crate::start::interpreter::Interpreter;

/// Enough for CPython to have specialised the code that every call runs.
const REHEARSED_CALLS: usize = 64;

static INTERPRETER: OnceLock<&'static Interpreter> = OnceLock::new();

/// Notes the interpreter that the loop runs in.
pub(super) fn enter(interpreter: &'static Interpreter) {
    // There is one.
    let _ = INTERPRETER.set(interpreter);
}

/// Returns the interpreter that the loop runs in, as soon as an export was called.
pub(super) fn interpreter() -> Option<&'static Interpreter> {
    INTERPRETER.get().copied()
}

/// Returns the module.
pub(super) fn module(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || {
        let module = py.import("_wasi_py_loop")?;
        module.add_function(wrap_pyfunction!(refuse_calls, &module)?)?;
        Ok::<_, PyErr>(module.unbind())
    })?;
    Ok(module.bind(py))
}

/// Has the host begin no further call in this instance. Those that have begun go on.
#[pyfunction]
fn refuse_calls() {
    wit_bindgen::backpressure_inc();
}

/// Runs all that is ready, and has the loop come back when it is time.
pub(super) fn step(py: Python<'_>, interpreter: &'static Interpreter) -> PyResult<()> {
    let due_s = module(py)?.call_method0(intern!(py, "step"))?.extract()?;
    timer::set(interpreter, due_s, turn);
    Ok(())
}

/// Does the same, in a poll that has nobody to tell of an exception.
pub(super) fn turn(interpreter: &'static Interpreter) {
    interpreter.attached(|py| report(py, step(py, interpreter)));
}

/// Prints an exception of the loop itself.
pub(super) fn report(py: Python<'_>, stepped: PyResult<()>) {
    if let Err(error) = stepped {
        error.write_unraisable(py, None);
    }
}

/// Makes the loop before the snapshot, and warms it up.
///
/// # Errors
/// The exception that Python raises.
pub fn prepare(py: Python<'_>) -> PyResult<()> {
    module(py)?.call_method1("prepare", (REHEARSED_CALLS,))?;
    Ok(())
}

/// Runs what an async function of the app returned to its end, before the snapshot.
///
/// # Errors
/// The exception that it raises.
pub fn complete<'py>(returned: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    module(returned.py())?.call_method1("complete", (returned,))
}
