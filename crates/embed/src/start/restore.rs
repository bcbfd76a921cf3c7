//! The start of an instance that begins from a snapshot. It costs three host calls, and no code in Python
//! unless there is something to restore.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict};

use super::process;

/// The variable that the C library has to be told of.
const TIME_ZONE: &str = "TZ";

/// Set in the snapshot, and so in every instance that begins from it.
static KEPT: AtomicBool = AtomicBool::new(false);
/// True if Python code has something to restore whatever the environment.
static HAS_HOOKS: AtomicBool = AtomicBool::new(false);
/// The bytes behind `os.environ`, unless the app has put something else in its place.
static VARIABLES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

/// Notes that what runs now is kept as a snapshot. `has_hooks` tells whether Python code is to run at each
/// start.
pub(crate) fn expect(py: Python<'_>, has_hooks: bool) -> PyResult<()> {
    let environment = py.import("os")?.getattr("environ")?;
    if let Ok(variables) = environment.getattr("_data")
        && let Ok(variables) = variables.cast_into::<PyDict>()
    {
        let _ = VARIABLES.set(py, variables.unbind());
    }
    HAS_HOOKS.store(has_hooks, Ordering::Relaxed);
    KEPT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Makes an instance that begins from a snapshot equal to one that has just started. Fails with the exception
/// that a hook raised. The next call then tries again.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    if KEPT.load(Ordering::Relaxed) {
        process::restore(py)?;
        let variables = process::environment();
        let has_zone = variables.iter().any(|(name, _)| name == TIME_ZONE);
        let has_hooks = HAS_HOOKS.load(Ordering::Relaxed) || has_zone;
        match VARIABLES.get(py) {
            Some(own) if !has_hooks => set(own.bind(py), &variables)?,
            None if !has_hooks && variables.is_empty() => {}
            _ => {
                let snapshot = py.import("_wasi_py_snapshot")?;
                snapshot.call_method1("restore", (variables,))?;
            }
        }
        KEPT.store(false, Ordering::Relaxed);
    }
    Ok(())
}

/// Sets the variables of the run.
fn set(own: &Bound<'_, PyDict>, variables: &[(String, String)]) -> PyResult<()> {
    let bytes = |text: &str| PyBytes::new(own.py(), text.as_bytes());
    let mut variables = variables.iter();
    variables.try_for_each(|(name, value)| own.set_item(bytes(name), bytes(value)))
}

/// Runs `body` in an interpreter that is restored.
pub(crate) fn restored<'py, T>(
    py: Python<'py>,
    body: impl FnOnce(Python<'py>) -> PyResult<T>,
) -> PyResult<T> {
    restore(py).and_then(|()| body(py))
}
