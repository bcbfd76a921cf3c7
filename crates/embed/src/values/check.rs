//! The check that the app has what the world exports. It runs when the component is built.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::function::module;

const CHECKER: &str = "_wasi_py_exports";

/// A function, class or method that the app has to have.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// The app's module.
    pub app: &'static str,
    /// The module in the app that is looked into first, if there is one.
    pub interface: Option<&'static str>,
    /// Attributes from the module on.
    pub path: &'static [&'static str],
    /// The parameters that the host passes, without `self`.
    pub parameters: &'static [&'static str],
    /// True if Python passes `self`.
    pub is_method: bool,
    /// Its signature as Python writes it: `def count(text: str) -> int`, or `async def`.
    pub signature: &'static str,
}

/// Imports the app and looks for everything that is `expected`.
///
/// # Errors
/// The exception that the import raises, or a `TypeError` that lists all that is missing or does not take
/// what it is given.
pub fn check(py: Python<'_>, expected: &[Expected]) -> PyResult<()> {
    let rows = expected.iter().map(|row| {
        // Here and not in Python: the traceback of an app that raises begins with the app.
        let module = module(py, row.app, row.interface)?;
        let path = PyTuple::new(py, row.path)?;
        let parameters = row.parameters.len();
        (module, path, parameters, row.is_method, row.signature).into_pyobject(py)
    });
    let rows = rows.collect::<PyResult<Vec<_>>>()?;
    py.import(CHECKER)?.call_method1("check", (rows,))?;
    // Of no use any more, and it would be kept.
    py.import("sys")?.getattr("modules")?.del_item(CHECKER)
}
