//! The module `wit.types`: `Some` for options in options, `Ok` and `Err` for results. `Err` is an exception
//! as well.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Implements what a class that holds one value can do. Such classes differ in how an object is made.
macro_rules! holds_a_value {
    ($class:ident { $($constructor:tt)* }) => {
        impl $class {
            /// Returns the value.
            #[must_use]
            pub(crate) fn value<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
                self.value.bind(py).clone()
            }
        }

        #[pymethods]
        impl $class {
            $($constructor)*

            #[classattr]
            fn __match_args__() -> (&'static str,) {
                ("value",)
            }

            /// `Some[int]`, as annotations have it.
            #[classmethod]
            fn __class_getitem__<'py>(
                class: &Bound<'py, pyo3::types::PyType>,
                arguments: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, pyo3::types::PyGenericAlias>> {
                pyo3::types::PyGenericAlias::new(class.py(), class, arguments)
            }

            fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                repr(slf.as_any(), slf.get().value.bind(slf.py()))
            }

            fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
                match other.cast::<Self>() {
                    Ok(other) if other.get_type().is(slf.get_type()) => {
                        slf.get().value.bind(slf.py()).eq(&other.get().value)
                    }
                    _ => Ok(false),
                }
            }

            fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
                (slf.get_type(), &slf.get().value)
                    .into_pyobject(slf.py())?
                    .hash()
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
                (slf.get_type(), (&slf.get().value,)).into_pyobject(slf.py())
            }
        }
    };
}
pub(super) use holds_a_value;

/// Returns `Class(value)`, as it could be written in a program.
pub(super) fn repr(object: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let class = object.get_type().qualname()?;
    Ok(format!(
        "{}({})",
        class.to_string_lossy(),
        value.repr()?.to_string_lossy()
    ))
}

/// An option that holds a value which could be `None` itself: `Some`.
#[pyclass(name = "Some", module = "wit.types", frozen)]
#[derive(Debug)]
pub(crate) struct WitSome {
    /// The value.
    #[pyo3(get)]
    value: Py<PyAny>,
}

holds_a_value!(WitSome {
    /// An option that holds `value`.
    #[new]
    pub(crate) fn new(value: Py<PyAny>) -> Self {
        Self { value }
    }
});

/// A result that went well: `Ok`.
#[pyclass(name = "Ok", module = "wit.types", frozen)]
#[derive(Debug)]
pub(crate) struct WitOk {
    /// The value of the result.
    #[pyo3(get)]
    value: Py<PyAny>,
}

impl WitOk {
    /// Makes a result that holds `value`.
    #[must_use]
    pub(crate) fn new(value: Py<PyAny>) -> Self {
        Self { value }
    }
}

holds_a_value!(WitOk {
    #[new]
    #[pyo3(signature = (value = None))]
    fn __new__(py: Python<'_>, value: Option<Py<PyAny>>) -> Self {
        Self::new(value.unwrap_or_else(|| py.None()))
    }
});

/// A result that did not go well: `Err`. It is an exception, which functions raise. As a part of other values
/// it is one of them.
#[pyclass(name = "Err", module = "wit.types", frozen, subclass, extends = PyException)]
#[derive(Debug)]
pub(crate) struct WitErr {
    /// The value of the error.
    #[pyo3(get)]
    value: Py<PyAny>,
    is_of_import: AtomicBool,
}

impl WitErr {
    /// Tells whether an imported function has failed with it, rather than that the app has made it.
    pub(crate) fn is_of_import(&self) -> bool {
        self.is_of_import.load(Ordering::Relaxed)
    }

    /// Notes that an imported function has failed with it.
    pub(super) fn note_import(&self) {
        self.is_of_import.store(true, Ordering::Relaxed);
    }
}

holds_a_value!(WitErr {
    #[new]
    #[pyo3(signature = (value = None))]
    fn __new__(py: Python<'_>, value: Option<Py<PyAny>>) -> Self {
        Self {
            value: value.unwrap_or_else(|| py.None()),
            is_of_import: AtomicBool::new(false),
        }
    }
});
