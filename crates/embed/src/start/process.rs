//! Arguments, environment and folders, which the host tells an instance. A component is not a process, but
//! Python expects one.

use pyo3::prelude::*;
use pyo3::types::IntoPyDict;
use wasip2::cli::{environment, terminal_stdout};

/// Sets `sys.argv` to what the host passes. Without arguments it stays what CPython makes of none.
pub(crate) fn set_arguments(py: Python<'_>) -> PyResult<()> {
    let arguments = environment::get_arguments();
    if !arguments.is_empty() {
        py.import("sys")?.setattr("argv", arguments)?;
    }
    Ok(())
}

/// Returns the environment of this run.
pub(crate) fn environment() -> Vec<(String, String)> {
    environment::get_environment()
}

/// Sets up anew what CPython took from its host at build time, where the host of this run differs.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    set_arguments(py)?;
    restore_streams(py)
}

/// Makes Python buffer standard output by line if it is a terminal.
pub(crate) fn restore_streams(py: Python<'_>) -> PyResult<()> {
    if terminal_stdout::get_terminal_stdout().is_some() {
        let stdout = py.import("sys")?.getattr("__stdout__")?;
        let lines = [("line_buffering", true)].into_py_dict(py)?;
        stdout.call_method("reconfigure", (), Some(&lines))?;
    }
    Ok(())
}
