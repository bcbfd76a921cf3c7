//! The start of an instance that begins from a snapshot. It costs nothing but two host calls unless there is
//! something to restore.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;

use super::process;

/// Set in the snapshot, and so in every instance that begins from it.
static KEPT: AtomicBool = AtomicBool::new(false);
/// True if Python code has something to restore whatever the environment.
static HAS_HOOKS: AtomicBool = AtomicBool::new(false);

/// Notes that what runs now is kept as a snapshot. `has_hooks` tells whether Python code is to run at each
/// start.
pub(crate) fn expect(has_hooks: bool) {
    HAS_HOOKS.store(has_hooks, Ordering::Relaxed);
    KEPT.store(true, Ordering::Relaxed);
}

/// Makes an instance that begins from a snapshot equal to one that has just started. Fails with the exception
/// that a hook raised. The next call then tries again.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    if KEPT.load(Ordering::Relaxed) {
        process::restore(py)?;
        let variables = process::environment();
        if HAS_HOOKS.load(Ordering::Relaxed) || !variables.is_empty() {
            let snapshot = py.import("_wasi_py_snapshot")?;
            snapshot.call_method1("restore", (variables,))?;
        }
        KEPT.store(false, Ordering::Relaxed);
    }
    Ok(())
}

/// Runs `body` in an interpreter that is restored.
pub(crate) fn restored<'py, T>(
    py: Python<'py>,
    body: impl FnOnce(Python<'py>) -> PyResult<T>,
) -> PyResult<T> {
    restore(py).and_then(|()| body(py))
}
