//! Bundles as Python sees them: the built-in module `_wasi_py_bundle`, on which `python/_wasi_py_importer.py`
//! stands.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
pub(crate) use wasi_py_bundle::Unpacker;
use wasi_py_bundle::{Bundle, mounts};

use crate::interpreter::StartError;

/// The standard library, packed by the build script.
static STDLIB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.bundle"));

static MOUNTED: Mutex<Vec<Mount>> = Mutex::new(Vec::new());

/// The folders that bundles lie in.
pub(crate) const MOUNTS: [&str; 2] = [mounts::APP, mounts::STDLIB];

/// A bundle and the folder it lies in.
struct Mount {
    path: &'static str,
    unpacker: Unpacker<'static>,
}

/// Opens the standard library and `app`.
pub(crate) fn mount(app: &'static [u8]) -> Result<(), StartError> {
    let mut mounted = Vec::new();
    for (path, bytes) in MOUNTS.into_iter().zip([app, STDLIB]) {
        let bundle = Bundle::open(bytes).map_err(|error| StartError::Bundle {
            mount: path,
            reason: error.to_string(),
        })?;
        mounted.push(Mount {
            path,
            unpacker: Unpacker::new(bundle),
        });
    }
    *MOUNTED.lock().unwrap_or_else(PoisonError::into_inner) = mounted;
    Ok(())
}

/// Completes the importer, which takes a CPython that runs in full.
pub(crate) fn complete(py: Python<'_>) -> PyResult<()> {
    py.import("_wasi_py_importer")?.call_method0("complete")?;
    Ok(())
}

/// Returns the data of a time zone, as compiled by `zic`.
pub(crate) fn time_zone(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/tzdata/zoneinfo/{name}", mounts::STDLIB);
    with_mount(&path, |unpacker, name| {
        let entry = unpacker.bundle().get(name)?;
        unpacker.read(&entry).ok()
    })
}

/// Finds the mount that `path` lies in and gives it with the rest of the path.
pub(crate) fn with_mount<T>(
    path: &str,
    body: impl FnOnce(&mut Unpacker<'static>, &str) -> Option<T>,
) -> Option<T> {
    let mut mounted = MOUNTED.lock().unwrap_or_else(PoisonError::into_inner);
    mounted
        .iter_mut()
        .find_map(|mount| {
            let rest = path.strip_prefix(mount.path)?;
            Some((
                mount,
                rest.strip_prefix('/').or(rest.is_empty().then_some(rest))?,
            ))
        })
        .and_then(|(mount, rest)| body(&mut mount.unpacker, rest))
}

/// Read access to what the component carries, by absolute path.
#[pymodule(name = "_wasi_py_bundle")]
pub(crate) mod bundled_module {
    use pyo3::exceptions::{PyFileNotFoundError, PyMemoryError, PyOSError};
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    use wasi_py_bundle::ReadError;

    use super::with_mount;
    use crate::files;

    /// Tells whether `path` is a bundled file.
    #[pyfunction]
    fn is_file(path: &str) -> bool {
        with_mount(path, |unpacker, name| unpacker.bundle().get(name)).is_some()
    }

    /// Tells whether `path` is a folder with bundled files below it.
    #[pyfunction]
    fn is_folder(path: &str) -> bool {
        with_mount(path, |unpacker, name| {
            unpacker.bundle().is_folder(name).then_some(())
        })
        .is_some()
    }

    /// Lists what lies directly in the folder `path`: sorted pairs of a name and whether it is a folder.
    #[pyfunction]
    fn list_folder(path: &str) -> Vec<(&'static str, bool)> {
        with_mount(path, |unpacker, name| Some(unpacker.bundle().list(name))).unwrap_or_default()
    }

    /// Returns the descriptors that stand for the folders that every instance has.
    #[pyfunction]
    fn folder_descriptors() -> Vec<i32> {
        files::folders()
    }

    /// Tells whether bundled files can be opened by their path.
    #[pyfunction]
    fn has_paths() -> bool {
        files::HAS_PATHS
    }

    /// Returns the user that files belong to.
    #[pyfunction]
    fn user_id() -> u32 {
        files::USER
    }

    /// Returns the content of the file `path`.
    #[pyfunction]
    fn read_file<'py>(py: Python<'py>, path: &str) -> PyResult<Bound<'py, PyBytes>> {
        let content = with_mount(path, |unpacker, name| {
            let entry = unpacker.bundle().get(name)?;
            Some(unpacker.read(&entry))
        });
        match content {
            Some(Ok(content)) => Ok(PyBytes::new(py, &content)),
            Some(Err(ReadError::OutOfMemory)) => Err(PyMemoryError::new_err(())),
            Some(Err(error)) => Err(PyOSError::new_err(error.to_string())),
            None => Err(PyFileNotFoundError::new_err(format!(
                "`{path}` is not bundled"
            ))),
        }
    }
}
