//! The snapshot: an interpreter that is started and warmed up when the component is built, and then kept.
//!
//! [`begin`] and [`prepare`] run at build time and leave the instance fit to be kept. [`restore`] runs before
//! the first export of an instance that begins from the snapshot. It costs nothing but two host calls unless
//! there is something to restore.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;

use crate::interpreter::Interpreter;
use crate::{clib, process, settle};

/// Set in the snapshot, and so in every instance that begins from it.
static KEPT: AtomicBool = AtomicBool::new(false);
/// True if Python code has something to restore whatever the environment.
static HAS_HOOKS: AtomicBool = AtomicBool::new(false);

/// A request that the app is warmed up with: method, path and query, headers, body.
///
/// This is not a record: a type with a name would become an import of every component.
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
            adapted(py)?.set_item("random", "_wasi_py_snapshot")?;
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
            adapted(py)?.del_item("random")?;
            let snapshot = py.import("_wasi_py_snapshot")?;
            let has_hooks = snapshot.call_method0("prepare")?.extract()?;
            HAS_HOOKS.store(has_hooks, Ordering::Relaxed);
            settle::settle(py)
        })
        .map_err(|raised| raised.traceback)?;
    clib::forget();
    KEPT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Modules of the standard library, and who adapts each when it is imported.
fn adapted(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("_wasi_py_importer")?.getattr("ADAPTED")
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

/// Exports `begin-snapshot` and `prepare-snapshot` for the tool that takes the snapshot. The tool then
/// removes the exports.
///
/// `$warm_up` is a `fn(Python<'_>) -> PyResult<()>` that imports the app and calls it a few dozen times.
#[cfg(feature = "snapshot")]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {
        #[allow(missing_docs, unsafe_code, reason = "written by wit-bindgen")]
        mod snapshot_export {
            $crate::wit_bindgen::generate!({
                inline: "
                    package wasi-py:snapshot@0.1.0;
                    world snapshot {
                        export begin-snapshot: func() -> result<
                            list<tuple<string, string, list<tuple<string, list<u8>>>, list<u8>>>,
                            string
                        >;
                        export keep-initial-data: func(address: u32, bundle: list<u8>);
                        export prepare-snapshot: func() -> result<_, string>;
                    }
                ",
                // Not the world of the guest.
                path: [],
                runtime_path: "::wasi_py_embed::wit_bindgen::rt",
            });
            struct Component;
            impl Guest for Component {
                fn begin_snapshot() -> Result<Vec<$crate::HttpRequest>, String> {
                    $crate::begin(&$interpreter, $warm_up)
                }

                fn keep_initial_data(address: u32, bundle: Vec<u8>) {
                    $crate::keep_initial_data(address, bundle);
                }

                fn prepare_snapshot() -> Result<(), String> {
                    $crate::prepare(&$interpreter)
                }
            }
            export!(Component);
        }
    };
}

/// Without the feature `snapshot` there is nothing to prepare.
#[cfg(not(feature = "snapshot"))]
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {};
}
