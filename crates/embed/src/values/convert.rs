//! Values between WIT and Python: two traits, and what both directions share while a function is being
//! called.
//!
//! The types that `wit-bindgen` writes implement them in generated code, or by hand where a type of the
//! guest's own takes the place of a generated one.

mod array;
mod compound;
mod error;
mod given;
mod list;
mod numbers;
mod sample;
mod scalar;

use std::any::Any;
use std::cell::RefCell;

use pyo3::prelude::*;

pub use error::{expected, from_argument, in_field, in_returned};
pub(crate) use error::{expected_class, in_argument};
pub use given::Given;
pub use list::is_only_ours;
pub use sample::Sample;

/// A value that crosses from WIT to Python.
pub trait ToPython<'py>: Sized {
    /// True if Python can see `None` for it. An option around it then tells its own `None` apart with the
    /// class `Some`.
    const NULLABLE: bool = false;

    /// Makes its Python object.
    ///
    /// # Errors
    /// The exceptions that Python raises while it makes the object: `MemoryError`, and those of a class's
    /// constructor.
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>>;

    /// Makes the Python object of a whole list: a `list`, but `bytes` for `list<u8>`, and an `array` for
    /// other numbers if [`App::arrays`](crate::App::arrays) says so.
    ///
    /// # Errors
    /// As [`Self::to_python`].
    fn list_to_python(items: Vec<Self>, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        list::to_python(items, call)
    }

    /// Makes the Python object of a whole list of fixed length: a `tuple`, but `bytes` for `list<u8, 4>`.
    ///
    /// # Errors
    /// As [`Self::to_python`].
    fn array_to_python<const N: usize>(
        items: [Self; N],
        call: &Call<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        array::to_python(items, call)
    }
}

/// A value that crosses from Python to WIT.
///
/// A `borrow` of a resource is lent. It lives as long as the call that it is lent to: `'a`.
pub trait FromPython<'a, 'py>: Sized {
    /// As [`ToPython::NULLABLE`].
    const NULLABLE: bool = false;

    /// Reads the value of a Python object.
    ///
    /// The object is given away. What nobody else holds can then be taken out of it instead of copied.
    ///
    /// # Errors
    /// `TypeError` for an object of another type, `OverflowError` or `ValueError` for one that the WIT type
    /// has no value for.
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self>;

    /// Reads the values of a Python list or another sequence.
    ///
    /// # Errors
    /// As [`Self::from_python`], with a note that says which item is wrong.
    fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
        list::from_python(object, call)
    }

    /// Reads the values of a Python tuple of that length.
    ///
    /// # Errors
    /// As [`Self::list_from_python`], and `ValueError` for another length.
    fn array_from_python<const N: usize>(
        object: Bound<'py, PyAny>,
        call: &'a Call<'py>,
    ) -> PyResult<[Self; N]> {
        array::from_python(object, call)
    }
}

/// Takes back what was lent.
pub(crate) type TakeBack = Box<dyn FnOnce(Python<'_>)>;

/// One call across the border: Python, and what is lent until the call ends.
pub struct Call<'py> {
    py: Python<'py>,
    /// Lent to Rust: lives until the call is dropped, at an address that does not change.
    kept: RefCell<Vec<Box<dyn Any>>>,
    /// Lent to Python: what takes it back.
    lent: RefCell<Vec<TakeBack>>,
}

impl<'py> Call<'py> {
    /// Makes a call in which nothing is lent yet.
    #[must_use]
    pub fn new(py: Python<'py>) -> Self {
        Self {
            py,
            kept: RefCell::default(),
            lent: RefCell::default(),
        }
    }

    /// Returns the token of an attached Python.
    #[must_use]
    pub fn py(&self) -> Python<'py> {
        self.py
    }

    /// Keeps `value` until the call ends.
    #[allow(unsafe_code, reason = "an arena")]
    pub(crate) fn keep<T: 'static>(&self, value: T) -> &T {
        let value = Box::new(value);
        let kept: *const T = &raw const *value;
        self.kept.borrow_mut().push(value);
        // SAFETY: the box is only dropped together with `self`, and nobody else refers to its content.
        unsafe { &*kept }
    }

    /// Has `take_back` run when the call ends.
    pub fn lend(&self, take_back: impl FnOnce(Python<'_>) + 'static) {
        self.lent.borrow_mut().push(Box::new(take_back));
    }

    /// Returns what takes back what was lent, for a caller to whom the call does not end here.
    pub(crate) fn keep_lent(&self) -> Vec<TakeBack> {
        self.lent.take()
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        for take_back in self.lent.take() {
            take_back(self.py);
        }
    }
}
