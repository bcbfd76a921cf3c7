//! The snapshot: an interpreter that is started and warmed up when the component is built, and kept.
//!
//! [`prepare`] runs at build time and leaves the instance fit to be kept; [`restore`] runs before the first export of an
//! instance that begins from it, and costs nothing but two host calls unless there is something to restore.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;

use crate::interpreter::Interpreter;
use crate::process;

/// Set in the snapshot, and so in every instance that begins from it.
static KEPT: AtomicBool = AtomicBool::new(false);
/// Whether Python code has something to restore as well.
static HAS_HOOKS: AtomicBool = AtomicBool::new(false);

/// Starts `interpreter` with this hash seed, runs `warm_up` and makes everything fit to be kept.
///
/// Fails with the text for the person who builds the component: a traceback, or what cannot be kept.
pub fn prepare(
    interpreter: &Interpreter,
    hash_seed: u32,
    warm_up: impl FnOnce(Python<'_>) -> PyResult<()>,
) -> Result<(), String> {
    interpreter
        .start_with(Some(hash_seed))
        .map_err(|error| error.to_string())?;
    interpreter
        .call(|py| {
            let snapshot = py.import("_wasi_py_snapshot")?;
            let adapted = py.import("_wasi_py_importer")?.getattr("ADAPTED")?;
            adapted.set_item("random", "_wasi_py_snapshot")?;
            warm_up(py)?;
            snapshot.call_method0("preload")?;
            adapted.del_item("random")?;
            HAS_HOOKS.store(
                snapshot.call_method0("prepare")?.extract()?,
                Ordering::Relaxed,
            );
            Ok(())
        })
        .map_err(|raised| raised.traceback)?;
    process::forget();
    KEPT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Makes an instance that begins from a snapshot equal to one that has just started. Fails with what a hook raised; the
/// next call tries again.
pub(crate) fn restore(py: Python<'_>) -> PyResult<()> {
    if KEPT.load(Ordering::Relaxed) {
        process::restore(py)?;
        if HAS_HOOKS.load(Ordering::Relaxed) {
            py.import("_wasi_py_snapshot")?.call_method0("restore")?;
        }
        KEPT.store(false, Ordering::Relaxed);
    }
    Ok(())
}

/// Exports `wasi-py:snapshot/prepare` for the tool that takes the snapshot and then removes the export.
///
/// `$warm_up` is a `fn(Python<'_>) -> PyResult<()>` that imports the app and calls it a few dozen times.
#[macro_export]
macro_rules! export_snapshot {
    ($interpreter:path, $warm_up:path) => {
        #[allow(missing_docs, unsafe_code, reason = "written by wit-bindgen")]
        mod snapshot_export {
            ::wit_bindgen::generate!({
                inline: "
                    package wasi-py:snapshot@0.1.0;
                    world snapshot {
                        export prepare-snapshot: func(hash-seed: u32) -> result<_, string>;
                    }
                ",
            });
            struct Component;
            impl Guest for Component {
                fn prepare_snapshot(hash_seed: u32) -> Result<(), String> {
                    $crate::prepare(&$interpreter, hash_seed, $warm_up)
                }
            }
            export!(Component);
        }
    };
}
