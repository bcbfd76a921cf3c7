//! Bundles as Python sees them: the built-in module `_wasi_py_bundle`, on which `_wasi_py_importer.py`
//! stands.

use pyo3::prelude::*;

/// Read access to what the component carries, by absolute path.
#[pymodule(name = "_wasi_py_bundle")]
pub(crate) mod bundled_module {
    use pyo3::exceptions::{PyFileNotFoundError, PyMemoryError, PyOSError};
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    use wasi_py_bundle::ReadError;

    use crate::bundled::{extensions, with_mount};
    use crate::libc::{files, state};
    use crate::start::restore;

    /// Tells whether extension modules are linked in.
    #[pyfunction]
    fn has_extensions() -> bool {
        !extensions().is_empty()
    }

    /// Tells whether the module of that full name is an extension module that is linked in.
    #[pyfunction]
    fn is_extension(name: &str) -> bool {
        extensions().contains(&name)
    }

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

    /// Gives back what the host keeps for this instance, so that memory is all that a copy of it needs. The
    /// next call restores this instance, or the copy, as one that begins from a snapshot.
    #[pyfunction]
    fn expect_copy(py: Python<'_>) -> PyResult<()> {
        restore::expect(py, true)?;
        state::forget();
        Ok(())
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
