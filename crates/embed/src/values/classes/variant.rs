//! Variants: a class for each case, and their union under the name of the variant. A type checker sees by
//! that whether a `match` knows all cases.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

use super::ClassName;
use crate::values::convert::expected;
use crate::values::wit_types::{holds_a_value, repr};

/// A case that carries a value.
#[pyclass(module = "wit.types", frozen, subclass)]
#[derive(Debug)]
struct Full {
    #[pyo3(get)]
    value: Py<PyAny>,
}

holds_a_value!(Full {
    #[new]
    fn new(value: Py<PyAny>) -> Self {
        Self { value }
    }
});

/// A case that carries nothing.
#[pyclass(module = "wit.types", frozen, subclass)]
#[derive(Debug)]
struct Empty {}

#[pymethods]
impl Empty {
    #[new]
    fn new() -> Self {
        Self {}
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> Bound<'_, PyTuple> {
        PyTuple::empty(py)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("{}()", slf.get_type().qualname()?))
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> bool {
        other.get_type().is(slf.get_type())
    }

    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        slf.get_type().hash()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        (slf.get_type(), PyTuple::empty(slf.py())).into_pyobject(slf.py())
    }
}

/// A case of a variant.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The name of its class in Python: `ShapeCircle`.
    pub name: &'static str,
    /// Its docstring, empty for none.
    pub doc: &'static str,
    /// True if it carries a value.
    pub is_full: bool,
}

/// A variant, whose classes in Python are made when they are first needed.
pub struct Variant {
    name: ClassName,
    cases: &'static [Case],
    made: PyOnceLock<Classes>,
}

#[derive(Debug)]
struct Classes {
    class: Py<PyAny>,
    /// In the order of the cases.
    cases: Vec<Py<PyType>>,
}

impl Variant {
    /// Describes a variant with these cases.
    #[must_use]
    pub const fn new(name: ClassName, cases: &'static [Case]) -> Self {
        Self {
            name,
            cases,
            made: PyOnceLock::new(),
        }
    }

    /// Returns all cases, as a type: `ShapeCircle | ShapeSquare`.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.made(py)?.class.bind(py).clone())
    }

    /// Returns an object of the case with that `index`, with its value if it carries one.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes objects.
    pub fn object<'py>(
        &self,
        py: Python<'py>,
        index: usize,
        value: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let class = self.made(py)?.cases[index].bind(py);
        match value {
            Some(value) => class.call1((value,)),
            None => class.call0(),
        }
    }

    /// Returns the number of an object's case, and what the object carries: `None` if nothing.
    ///
    /// # Errors
    /// `TypeError` if it is not of this variant.
    pub fn case<'py>(&self, object: &Bound<'py, PyAny>) -> PyResult<(usize, Bound<'py, PyAny>)> {
        let (py, class) = (object.py(), object.get_type());
        let cases = &self.made(py)?.cases;
        let index = cases
            .iter()
            .position(|case| class.is(case))
            .or_else(|| cases.iter().position(|case| is_instance(object, case)))
            .ok_or_else(|| expected(&format!("a case of {}", self.name), object))?;
        let value = match object.cast::<Full>() {
            Ok(full) => full.get().value(py),
            Err(_) => py.None().into_bound(py),
        };
        Ok((index, value))
    }

    /// Puts the classes of the cases into a module, under these names.
    ///
    /// # Errors
    /// Any exception that Python raises while it makes classes.
    pub fn add_cases(&self, module: &Bound<'_, PyModule>, names: &[&str]) -> PyResult<()> {
        let classes = &self.made(module.py())?.cases;
        let mut pairs = names.iter().zip(classes);
        pairs.try_for_each(|(name, class)| module.add(name, class))
    }

    fn made(&self, py: Python<'_>) -> PyResult<&Classes> {
        self.made.get_or_try_init(py, || self.make(py))
    }

    fn make(&self, py: Python<'_>) -> PyResult<Classes> {
        let (full, empty) = (py.get_type::<Full>(), py.get_type::<Empty>());
        let make_case = |case: &Case| {
            let name = ClassName {
                name: case.name,
                doc: case.doc,
                ..self.name
            };
            let base = if case.is_full { &full } else { &empty };
            let made = name.make((base,).into_pyobject(py)?)?;
            Ok(made.cast_into::<PyType>()?)
        };
        let cases = self.cases.iter().map(make_case);
        let cases = cases.collect::<PyResult<Vec<_>>>()?;
        let mut all = cases.iter().map(|case| case.clone().into_any());
        let first = all.next().unwrap_or_else(|| py.None().into_bound(py));
        let class = all.try_fold(first, |union, case| union.bitor(case))?;
        Ok(Classes {
            class: class.unbind(),
            cases: cases.into_iter().map(Bound::unbind).collect(),
        })
    }
}

fn is_instance(object: &Bound<'_, PyAny>, class: &Py<PyType>) -> bool {
    object.is_instance(class.bind(object.py())).unwrap_or(false)
}
