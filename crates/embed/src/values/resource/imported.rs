//! Handles of imported resources as Python holds them. A handle is owned until it is dropped or handed over,
//! or it is lent for one call.

#![allow(unsafe_code, reason = "a handle that is lent is made from its number")]

use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use pyo3::PyClass;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;

use crate::values::convert::{Call, expected_class, in_argument};

/// A resource as `wit-bindgen` writes it.
///
/// # Safety
/// `from_number` must make the handle that `number` was taken of. To drop it must drop that handle and
/// nothing else.
pub unsafe trait Resource: Sized + 'static {
    /// The name in the WIT.
    const NAME: &'static str;

    /// Returns the number of the handle.
    fn number(&self) -> u32;

    /// Makes the handle with that number.
    ///
    /// # Safety
    /// The number must be that of a handle of this type, and whoever has it already must not drop it as well.
    unsafe fn from_number(number: u32) -> Self;
}

/// A handle in an object of Python's.
#[derive(Debug)]
pub struct Handle<R> {
    state: Mutex<State<R>>,
    /// How many calls have it that go on while Python does something else.
    loans: AtomicUsize,
}

#[derive(Debug)]
enum State<R> {
    Owned(R),
    /// For the time of one call; the other side drops it.
    Lent(ManuallyDrop<R>),
    Gone,
}

impl<R: Resource> Handle<R> {
    /// Makes a handle that Python owns.
    pub fn owned(resource: R) -> Self {
        Self::new(State::Owned(resource))
    }

    /// Makes a handle that Python may use until the call ends.
    pub fn lent(resource: &R) -> Self {
        // SAFETY: never dropped here.
        let copy = unsafe { R::from_number(resource.number()) };
        Self::new(State::Lent(ManuallyDrop::new(copy)))
    }

    fn new(state: State<R>) -> Self {
        Self {
            state: Mutex::new(state),
            loans: AtomicUsize::new(0),
        }
    }

    /// Drops it if Python owns it. What is gone already stays so.
    ///
    /// # Errors
    /// `RuntimeError` if it is in use.
    pub fn close(&self) -> PyResult<()> {
        let state = std::mem::replace(&mut *self.unlent()?, State::Gone);
        drop(state);
        Ok(())
    }

    /// Hands it over.
    ///
    /// # Errors
    /// `ValueError` if it is gone, or only lent.
    pub fn take(&self) -> PyResult<R> {
        let mut state = self.unlent()?;
        match std::mem::replace(&mut *state, State::Gone) {
            State::Owned(resource) => Ok(resource),
            State::Gone => Err(gone::<R>()),
            lent @ State::Lent(_) => {
                *state = lent;
                let name = R::NAME;
                Err(PyValueError::new_err(format!(
                    "this `{name}` was only lent to this call and cannot be handed over"
                )))
            }
        }
    }

    /// Uses it.
    ///
    /// # Errors
    /// `ValueError` if it is gone.
    pub fn with<T>(&self, body: impl FnOnce(&R) -> PyResult<T>) -> PyResult<T> {
        match &*self.state()? {
            State::Owned(resource) => body(resource),
            State::Lent(resource) => body(resource),
            State::Gone => Err(gone::<R>()),
        }
    }

    /// Lends it to the other side for the rest of `call`.
    ///
    /// # Errors
    /// `ValueError` if it is gone.
    pub fn lend<'a>(&self, call: &'a Call<'_>) -> PyResult<&'a R> {
        self.with(|resource| {
            // SAFETY: never dropped, as it is kept in `ManuallyDrop`. If Python drops the handle during the
            // call, the number is that of no handle, and the host refuses it.
            let copy = unsafe { R::from_number(resource.number()) };
            let kept: &'a ManuallyDrop<R> = call.keep(ManuallyDrop::new(copy));
            Ok(&**kept)
        })
    }

    fn state(&self) -> PyResult<MutexGuard<'_, State<R>>> {
        self.state.try_lock().map_err(|_| in_use::<R>())
    }

    /// Returns the state of a handle that no other call has.
    fn unlent(&self) -> PyResult<MutexGuard<'_, State<R>>> {
        match self.loans.load(Ordering::Relaxed) {
            0 => self.state(),
            _ => Err(in_use::<R>()),
        }
    }
}

/// A handle that is lent to the other side until an async call ends. It keeps the object of Python's that has
/// the handle, and that cannot give it away meanwhile.
pub struct Loan<R: Resource, C: PyClass<Frozen = True> + Sync> {
    resource: ManuallyDrop<R>,
    owner: Py<C>,
    handle: fn(&C) -> &Handle<R>,
}

impl<R: Resource, C: PyClass<Frozen = True> + Sync> Loan<R, C> {
    /// Lends what `handle` finds in `owner`.
    ///
    /// # Errors
    /// `ValueError` if it is gone.
    pub fn new(owner: &Bound<'_, C>, handle: fn(&C) -> &Handle<R>) -> PyResult<Self> {
        let lent = handle(owner.get());
        // SAFETY: never dropped, and the object keeps the handle as long as the loan lasts.
        let resource = lent.with(|resource| Ok(unsafe { R::from_number(resource.number()) }))?;
        lent.loans.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            resource: ManuallyDrop::new(resource),
            owner: owner.clone().unbind(),
            handle,
        })
    }

    /// Lends what `handle` finds in the argument `name` of an async `function` of the host.
    ///
    /// # Errors
    /// `TypeError` for an object of another class, `ValueError` for a resource that is gone, with a note that
    /// says which argument.
    pub fn of_argument(
        value: &Bound<'_, PyAny>,
        handle: fn(&C) -> &Handle<R>,
        call: &Call<'_>,
        function: &str,
        name: &str,
    ) -> PyResult<Self> {
        let py = call.py();
        let lent = match value.cast::<C>() {
            Ok(owner) => Self::new(owner, handle),
            Err(_) => Err(expected_class(&py.get_type::<C>(), value)),
        };
        lent.map_err(|error| in_argument(py, error, function, name))
    }

    /// Returns the resource.
    #[must_use]
    pub fn get(&self) -> &R {
        &self.resource
    }
}

impl<R: Resource, C: PyClass<Frozen = True> + Sync> Drop for Loan<R, C> {
    fn drop(&mut self) {
        let lent = (self.handle)(self.owner.get());
        lent.loans.fetch_sub(1, Ordering::Relaxed);
    }
}

fn in_use<R: Resource>() -> PyErr {
    let name = R::NAME;
    PyRuntimeError::new_err(format!("this `{name}` is in use"))
}

fn gone<R: Resource>() -> PyErr {
    let name = R::NAME;
    PyValueError::new_err(format!(
        "this `{name}` is gone: it was dropped, handed over, or lent to a call that has ended"
    ))
}
