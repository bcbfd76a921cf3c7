//! Standard output and error between calls: a component is not ended like a process, so nothing else would write what is buffered.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

static STREAMS: PyOnceLock<[Py<PyAny>; 2]> = PyOnceLock::new();

/// Remembers the streams that CPython made, whatever the app puts in their place later.
pub(crate) fn remember(py: Python<'_>) -> PyResult<()> {
    let sys = py.import("sys")?;
    let stream = |name| PyResult::Ok(sys.getattr(name)?.unbind());
    // A second start of the same instance does not happen; were it so, the first streams would do.
    let _ = STREAMS.set(py, [stream("__stdout__")?, stream("__stderr__")?]);
    Ok(())
}

/// Writes what is buffered. A stream that the app closed or broke is its own business.
pub(crate) fn flush(py: Python<'_>) {
    for stream in STREAMS.get(py).into_iter().flatten() {
        let _ = stream.bind(py).call_method0(intern!(py, "flush"));
    }
}
