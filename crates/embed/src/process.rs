//! What an instance is told by its host: arguments, environment, folders. A component has no process, but Python expects
//! one.

use pyo3::prelude::*;
use pyo3::types::IntoPyDict;
use wasip2::cli::{environment, terminal_stdout};

/// `sys.argv` as the host passes it. Without arguments it stays what CPython makes of none.
pub(crate) fn set_arguments(py: Python<'_>) -> PyResult<()> {
    let arguments = environment::get_arguments();
    if !arguments.is_empty() {
        py.import("sys")?.setattr("argv", arguments)?;
    }
    Ok(())
}

/// The environment of this run.
pub(crate) fn environment() -> Vec<(String, String)> {
    environment::get_environment()
}

/// What CPython has set up from what the host told it at build time, where the build's host differs from that of this run.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    set_arguments(py)?;
    restore_streams(py)
}

/// Whether standard output is a terminal decides how it is buffered.
pub(crate) fn restore_streams(py: Python<'_>) -> PyResult<()> {
    if terminal_stdout::get_terminal_stdout().is_some() {
        let stdout = py.import("sys")?.getattr("__stdout__")?;
        let lines = [("line_buffering", true)].into_py_dict(py)?;
        stdout.call_method("reconfigure", (), Some(&lines))?;
    }
    Ok(())
}
