//! The course of an export: Python is attached, arguments go to Python, the app is called, and its result
//! goes back.

use pyo3::prelude::*;

use super::convert::{Call, FromPython};
use super::raised::Raised;
use super::wit_types::WitErr;
use crate::start::interpreter::Interpreter;
use crate::start::restore::restored;

impl Interpreter {
    /// Runs `body` with Python. What it raises comes back, and the interpreter goes on working.
    ///
    /// # Errors
    /// The exception that Python raised.
    ///
    /// # Panics
    /// If CPython does not start: there is no instance to go on with.
    pub fn call<T>(&self, body: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, Raised> {
        self.attached(|py| restored(py, body).map_err(|error| Raised::new(py, &error)))
    }

    /// Runs `body` for an export that has no way to say that something went wrong.
    ///
    /// # Panics
    /// When Python raises: the traceback goes to standard error, and the instance traps.
    pub fn export<T>(&self, body: impl for<'py> FnOnce(&Call<'py>) -> PyResult<T>) -> T {
        let outcome = self.attached(|py| {
            restored(py, |py| body(&Call::new(py))).map_err(|error| Raised::new(py, &error))
        });
        outcome.unwrap_or_else(|raised| trap(&raised))
    }

    /// Runs `body` for an export that returns a `result`.
    ///
    /// If the app raises `wit.types.Err` or a subclass of it, its value is returned. Any other exception
    /// becomes what `other` makes of it. So does one of another component that the app lets pass.
    ///
    /// # Errors
    /// The exception that the app raised.
    ///
    /// # Panics
    /// When `other` makes nothing of an exception, as [`Self::export`].
    pub fn export_result<T, E>(
        &self,
        body: impl for<'py> FnOnce(&Call<'py>) -> PyResult<T>,
        other: impl Fn(Raised) -> Option<E>,
    ) -> Result<T, E>
    where
        E: for<'a, 'py> FromPython<'a, 'py>,
    {
        let outcome = self.attached(|py| {
            let call = Call::new(py);
            restored(py, |_| body(&call)).map_err(|error| {
                passed_on(py, &error)
                    .and_then(&other)
                    .map_or_else(|| value_of(&call, &error), Ok)
                    .map_err(|error| Raised::new(py, &error))
            })
        });
        outcome.map_err(|error| {
            error.unwrap_or_else(|raised| match other(raised.clone()) {
                Some(error) => error,
                None => trap(&raised),
            })
        })
    }
}

/// Returns what another component raised, if that is what an import has failed with and the app lets pass.
fn passed_on(py: Python<'_>, error: &PyErr) -> Option<Raised> {
    let failure = error.value(py).cast::<WitErr>().ok()?;
    let is_passed_on = failure.get().is_of_import() && Raised::elsewhere(py, error).is_some();
    is_passed_on.then(|| Raised::new(py, error))
}

/// Returns what an `Err` carries. Any other exception comes back itself, and so does one that another
/// component raised.
fn value_of<E: for<'a, 'py> FromPython<'a, 'py>>(call: &Call<'_>, error: &PyErr) -> PyResult<E> {
    let py = call.py();
    match error.value(py).cast::<WitErr>() {
        Ok(failure) => {
            let value = E::from_python(failure.get().value(py), call);
            value.map_err(|unfit| match Raised::elsewhere(py, error) {
                Some(_) => error.clone_ref(py),
                None => unfit,
            })
        }
        Err(_) => Err(error.clone_ref(py)),
    }
}

/// Ends the instance, since there is nobody to tell. The traceback is the last that it writes to standard
/// error.
fn trap(raised: &Raised) -> ! {
    eprint!("{}", raised.traceback);
    #[cfg(target_family = "wasm")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_family = "wasm"))]
    std::process::abort();
}
