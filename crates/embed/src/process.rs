//! What an instance is told by its host: arguments, environment, folders. A component has no process, but Python expects
//! one.

#![allow(unsafe_code, reason = "the C library keeps copies of all this")]

use pyo3::prelude::*;
use wasip2::cli::environment;

unsafe extern "C" {
    /// Both from wasi-libc, `wasi/libc-environ.h` and `wasi/libc.h`: the next use asks the host anew.
    fn __wasilibc_deinitialize_environ();
    fn __wasilibc_reset_preopens();
}

/// `sys.argv` as the host passes it. Without arguments it stays what CPython makes of none.
pub(crate) fn set_arguments(py: Python<'_>) -> PyResult<()> {
    let arguments = environment::get_arguments();
    if !arguments.is_empty() {
        py.import("sys")?.setattr("argv", arguments)?;
    }
    Ok(())
}

/// Lets the C library forget what it was told at build time. The last thing before a snapshot: there are no open files.
pub(crate) fn forget() {
    // SAFETY: one thread, and no descriptor is in use.
    unsafe {
        __wasilibc_deinitialize_environ();
        __wasilibc_reset_preopens();
    }
}

/// `sys.argv` and `os.environ` of this run.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    set_arguments(py)?;
    let variables = environment::get_environment();
    if !variables.is_empty() {
        py.import("_wasi_py_snapshot")?
            .call_method1("restore_environment", (variables,))?;
    }
    Ok(())
}
