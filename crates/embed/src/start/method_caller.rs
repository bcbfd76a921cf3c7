//! A fault of CPython in `operator.methodcaller`: the function that clears an object for the garbage
//! collector returns nothing, and the collector expects a number. Processors let that pass and WebAssembly
//! does not.

#![allow(unsafe_code, reason = "changes a type of CPython's")]

use pyo3::prelude::*;
use pyo3::types::PyType;

// CPYTHON-INTERNAL: `methodcaller_clear` has the wrong type in 3.13.
/// Takes that function away.
///
/// It is not needed. Nothing can be put into a `methodcaller` later, so objects that refer to themselves
/// through one also do so through another object that the collector can clear.
pub(crate) fn complete(py: Python<'_>) -> PyResult<()> {
    let class = py.import("_operator")?.getattr("methodcaller")?;
    let class = class.cast_into::<PyType>()?;
    // SAFETY: the type is live and allows no subclasses, and the collector does without this function.
    unsafe { (*class.as_type_ptr()).tp_clear = None };
    Ok(())
}
