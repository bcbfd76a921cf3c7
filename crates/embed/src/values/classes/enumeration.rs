//! Enums and flags: Python's own `enum.Enum` and `enum.Flag`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyTuple};

use super::ClassName;
use crate::values::convert::expected;

/// An enum. Its values are the numbers of its cases, from 0.
pub struct Enumeration {
    name: ClassName,
    cases: &'static [&'static str],
    made: PyOnceLock<(Py<PyAny>, Vec<Py<PyAny>>)>,
}

impl Enumeration {
    /// Describes an enum with these cases, as Python calls them.
    #[must_use]
    pub const fn new(name: ClassName, cases: &'static [&'static str]) -> Self {
        Self {
            name,
            cases,
            made: PyOnceLock::new(),
        }
    }

    /// Returns the class.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.made(py)?.0.bind(py).clone())
    }

    /// Returns the member with that number.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn member<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.made(py)?.1[index].bind(py).clone())
    }

    /// Returns the number of a member.
    ///
    /// # Errors
    /// `TypeError` for anything else.
    pub fn index(&self, object: &Bound<'_, PyAny>) -> PyResult<usize> {
        let members = &self.made(object.py())?.1;
        let found = members.iter().position(|member| object.is(member));
        found.ok_or_else(|| expected(&self.name.to_string(), object))
    }

    fn made(&self, py: Python<'_>) -> PyResult<&(Py<PyAny>, Vec<Py<PyAny>>)> {
        self.made.get_or_try_init(py, || {
            let values = self.cases.iter().zip(0u32..).collect();
            let class = make(py, self.name, "Enum", values)?;
            let members = self.cases.iter().map(|case| class.getattr(*case));
            let members = members.map(|member| member.map(Bound::unbind));
            Ok((class.clone().unbind(), members.collect::<PyResult<_>>()?))
        })
    }
}

/// Flags, at most 32 of them as the component model has it.
pub struct Flags {
    name: ClassName,
    flags: &'static [&'static str],
    made: PyOnceLock<Py<PyAny>>,
}

impl Flags {
    /// Describes these flags, as Python calls them, the first being the lowest bit.
    #[must_use]
    pub const fn new(name: ClassName, flags: &'static [&'static str]) -> Self {
        Self {
            name,
            flags,
            made: PyOnceLock::new(),
        }
    }

    /// Returns the class.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class = self.made.get_or_try_init(py, || {
            let bits = (0u32..).map(|index| 1u32 << index);
            make(py, self.name, "Flag", self.flags.iter().zip(bits).collect()).map(Bound::unbind)
        })?;
        Ok(class.bind(py).clone())
    }

    /// Returns the flags that are set in `bits`.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes objects.
    pub fn object<'py>(&self, py: Python<'py>, bits: u32) -> PyResult<Bound<'py, PyAny>> {
        self.class(py)?.call1((bits,))
    }

    /// Returns the bits that are set.
    ///
    /// # Errors
    /// `TypeError` for anything but these flags.
    pub fn bits(&self, object: &Bound<'_, PyAny>) -> PyResult<u32> {
        if object.is_instance(&self.class(object.py())?)? {
            object.getattr("value")?.extract()
        } else {
            Err(expected(&self.name.to_string(), object))
        }
    }
}

fn make<'py>(
    py: Python<'py>,
    name: ClassName,
    base: &str,
    values: Vec<(&&'static str, u32)>,
) -> PyResult<Bound<'py, PyAny>> {
    let values = values
        .into_iter()
        .map(|(name, value)| (*name, value).into_pyobject(py))
        .collect::<PyResult<Vec<_>>>()?;
    let options = [("module", name.module)].into_py_dict(py)?;
    let arguments = (name.name, PyTuple::new(py, values)?);
    let class = py
        .import("enum")?
        .call_method(base, arguments, Some(&options))?;
    if !name.doc.is_empty() {
        class.setattr("__doc__", name.doc)?;
    }
    Ok(class)
}
