//! Standard output between calls: a component is not ended like a process, so nothing else would write what is buffered.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

static STDOUT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// Remembers the stream that CPython made, whatever the app puts in its place later.
pub(crate) fn remember(py: Python<'_>) -> PyResult<()> {
    let stdout = py.import("sys")?.getattr("__stdout__")?;
    // A second start of the same instance does not happen; were it so, the first stream would do.
    let _ = STDOUT.set(py, stdout.unbind());
    Ok(())
}

/// Writes what is buffered. A stream that the app closed or broke is its own business.
pub(crate) fn flush(py: Python<'_>) {
    if let Some(stdout) = STDOUT.get(py) {
        let _ = stdout.bind(py).call_method0(intern!(py, "flush"));
    }
}
