//! Python classes for the types of a world, as generated code declares them. What classes of one kind have in
//! common is here, so that a world with many types stays small.

mod enumeration;
mod exception;
mod field;
mod record;
mod variant;

pub use enumeration::{Enumeration, Flags};
pub use exception::{Exception, failure};
pub use field::{AnyField, Field, Shown, from_field, shown};
pub use record::{Record, into_record};
pub use variant::{Case, Variant};

use std::fmt;

use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// The name and the docstring of a class.
#[derive(Clone, Copy, Debug)]
pub struct ClassName {
    /// The module: `wit.exports.shapes`.
    pub module: &'static str,
    /// The class: `Shape`.
    pub name: &'static str,
    /// Its docstring, empty for none.
    pub doc: &'static str,
}

/// Writes the name as messages have it: `wit.exports.shapes.Shape`, with backticks.
impl fmt::Display for ClassName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}.{}`", self.module, self.name)
    }
}

impl ClassName {
    /// Makes a class with Python's own `type`.
    fn make(self, bases: Bound<'_, PyTuple>) -> PyResult<Bound<'_, PyAny>> {
        let py = bases.py();
        let body = pyo3::types::PyDict::new(py);
        body.set_item("__module__", self.module)?;
        body.set_item("__slots__", PyTuple::empty(py))?;
        if !self.doc.is_empty() {
            body.set_item("__doc__", self.doc)?;
        }
        let metaclass = py.get_type::<pyo3::types::PyType>();
        metaclass.call1((self.name, bases, body))
    }
}
