//! `python`'s own command line as the component's `wasi:cli/run`.
//!
//! A command line that asks for nothing special is handed to the Python that the snapshot holds. Some
//! settings are decided while Python starts: hash seed, optimisation, `-X` options, `PYTHON*` variables and
//! so on. A command line with one of these gets a Python that starts anew.

#![allow(unsafe_code, reason = "the end of CPython is a C API")]

use std::ffi::{c_int, c_void};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use wasip2::cli::environment;
use wlr_libpy::py_main::exit;

use super::configuration::{Arguments, Configuration, StartMode};
use super::interpreter::Interpreter;
use super::{process, restore, rewind, streams};
use crate::error::StartError;

unsafe extern "C" {
    fn fflush(stream: *mut c_void) -> c_int;
}

/// Settings that a running Python takes over from a command line. For any other difference it has to start
/// anew.
const CHANGEABLE: [&str; 11] = [
    "argv",
    "isolated",
    "orig_argv",
    "quiet",
    "run_command",
    "run_filename",
    "run_module",
    "safe_path",
    "skip_source_first_line",
    "use_environment",
    "user_site_directory",
];

/// Runs what the instance's arguments say, as `python` does. Without any it runs the module `main`. Returns
/// only if the status is 0: any other status is given to the host at once.
///
/// Python ends as well: the instance is not called again.
pub fn run(interpreter: &'static Interpreter, main: &str) {
    let status = match start(interpreter, main) {
        Ok(()) => run_main(interpreter),
        Err(StartError::Exit(status)) => status,
        Err(StartError::Status { function, message }) => {
            eprintln!("Fatal Python error: {function}: {message}");
            1
        }
        Err(error) => {
            eprintln!("error: {error}");
            1
        }
    };
    // SAFETY: writes what C's streams hold, of which there are the standard ones.
    unsafe { fflush(std::ptr::null_mut()) };
    if status != 0 {
        exit(status);
    }
}

/// Has a Python that is set up by the command line, running.
fn start(interpreter: &Interpreter, main: &str) -> Result<(), StartError> {
    if interpreter.is_started() {
        if adopt(interpreter, main)? {
            return Ok(());
        }
        // SAFETY: there is nothing from the heap here: what is borrowed are statics.
        if !unsafe { rewind::to_beginning() } {
            return Err(StartError::Ended);
        }
    }
    interpreter.start_with(&StartMode::CommandLine(Arguments::new(&arguments(main))))
}

/// Runs Python's main function and returns the status that it ends with.
fn run_main(interpreter: &Interpreter) -> c_int {
    interpreter.end();
    // SAFETY: CPython runs, this thread holds its lock, and nothing uses it afterwards.
    unsafe { ffi::Py_RunMain() }
}

fn arguments(main: &str) -> Vec<String> {
    let mut arguments = environment::get_arguments();
    if arguments.is_empty() {
        arguments.push("python".to_owned());
    }
    if arguments.len() == 1 {
        arguments.extend(["-m".to_owned(), main.to_owned()]);
    }
    arguments
}

/// Has the running Python become what the command line says, if it can.
fn adopt(interpreter: &Interpreter, main: &str) -> Result<bool, StartError> {
    interpreter.start()?;
    if environment::get_environment()
        .iter()
        .any(|(name, _)| name.starts_with("PYTHON"))
    {
        return Ok(false);
    }
    let arguments = arguments(main);
    let wanted = Configuration::parse(&Arguments::new(&arguments))?;
    let ordinary = Configuration::parse(&Arguments::new(&arguments[..1]))?;
    let adopted = Python::attach(|py| {
        if !differ_only_in_changeable(&wanted.fields(py)?, &ordinary.fields(py)?)? {
            return Ok(false);
        }
        // What an app's hook raises is the app's business: a Python that starts anew does not call it.
        if restore::restore(py).is_err() {
            return Ok(false);
        }
        wanted.apply(py)?;
        process::restore_streams(py)?;
        streams::forget();
        import_site(py)?;
        Ok(true)
    });
    adopted.map_err(|error: PyErr| {
        Python::attach(|py| error.print(py));
        StartError::Exit(1)
    })
}

fn differ_only_in_changeable(
    wanted: &Bound<'_, PyDict>,
    ordinary: &Bound<'_, PyDict>,
) -> PyResult<bool> {
    for (name, value) in wanted {
        let is_changeable = CHANGEABLE.contains(&&*name.extract::<String>()?);
        if !is_changeable && !value.eq(ordinary.get_item(&name)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Imports `site`, as CPython does at its start. The snapshot may hold the module, imported where it was not
/// to do anything.
fn import_site(py: Python<'_>) -> PyResult<()> {
    let modules = py.import("sys")?.getattr("modules")?;
    let was_imported = modules.contains("site")?;
    let site = py.import("site")?;
    if was_imported {
        site.call_method0("main")?;
    }
    Ok(())
}

/// Exports `wasi:cli/run`: `python`'s command line, and without arguments the module `$main`, as with `-m`.
#[macro_export]
macro_rules! export_command {
    ($interpreter:path, $main:literal) => {
        #[allow(missing_docs, unsafe_code, reason = "written by wit-bindgen")]
        mod command_export {
            $crate::wit_bindgen::generate!({
                inline: "
                    package wasi:cli@0.2.0;
                    interface run {
                        run: func() -> result;
                    }
                    world command {
                        export run;
                    }
                ",
                // Not the world of the guest.
                path: [],
                runtime_path: "::wasi_py_embed::wit_bindgen::rt",
            });
            struct Component;
            impl exports::wasi::cli::run::Guest for Component {
                fn run() -> Result<(), ()> {
                    $crate::run_command(&$interpreter, $main);
                    Ok(())
                }
            }
            export!(Component);
        }
    };
}
