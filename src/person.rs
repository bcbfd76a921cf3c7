//! The Python module `person`, in Rust. Its types for Python are in `person.pyi` beside it.

use std::mem;

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyList, PyString, PyTuple};

/// Somebody with a name, an age and some tags.
#[pyclass(module = "person", subclass)]
pub struct Person {
    name: String,
    age: u16,
    tags: Tags,
}

/// The tags. They stay in Rust until Python asks for them, since most people are only filtered.
enum Tags {
    Rust(Vec<String>),
    Python(Py<PyList>),
}

/// An age that Python gave, checked.
#[derive(Clone, Copy)]
struct Age(u16);

impl<'py> FromPyObject<'_, 'py> for Age {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(age) = object.extract() {
            return Ok(Self(age));
        }
        if !object.is_instance_of::<PyInt>() {
            let found = object.get_type().fully_qualified_name()?;
            return Err(PyTypeError::new_err(format!(
                "age must be an int, not {found}"
            )));
        }
        let (found, max) = (object.str()?, u16::MAX);
        Err(PyOverflowError::new_err(format!(
            "age {found} does not fit u16 (0..={max})"
        )))
    }
}

impl Person {
    pub(crate) fn new(name: String, age: u16, tags: Vec<String>) -> Self {
        Self {
            name,
            age,
            tags: Tags::Rust(tags),
        }
    }

    /// Returns name, age and tags.
    pub(crate) fn parts(&self, py: Python<'_>) -> PyResult<(String, u16, Vec<String>)> {
        Ok((self.name.clone(), self.age, self.tag_texts(py)?))
    }

    /// Takes name, age and tags out of a person that nobody will see again.
    pub(crate) fn take(&mut self, py: Python<'_>) -> PyResult<(String, u16, Vec<String>)> {
        let tags = match &mut self.tags {
            Tags::Rust(tags) => mem::take(tags),
            Tags::Python(list) => texts(list.bind(py))?,
        };
        Ok((mem::take(&mut self.name), self.age, tags))
    }

    fn tag_texts(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        match &self.tags {
            Tags::Rust(tags) => Ok(tags.clone()),
            Tags::Python(list) => texts(list.bind(py)),
        }
    }

    fn has_tag(&self, tag: &Bound<'_, PyString>) -> PyResult<bool> {
        match &self.tags {
            Tags::Rust(tags) => tag.to_str().map(|tag| tags.iter().any(|own| own == tag)),
            Tags::Python(list) => list.bind(tag.py()).contains(tag),
        }
    }
}

/// Reads strings from a list into which Python could have put anything.
fn texts(tags: &Bound<'_, PyList>) -> PyResult<Vec<String>> {
    let text = |tag: Bound<'_, PyAny>| {
        let tag = tag.cast_into::<PyString>().map_err(|error| {
            let found = error
                .into_inner()
                .get_type()
                .fully_qualified_name()
                .map(|name| name.to_string());
            PyTypeError::new_err(format!(
                "tags must be str, not {}",
                found.unwrap_or_default()
            ))
        })?;
        Ok(tag.to_str()?.to_owned())
    };
    tags.iter().map(text).collect()
}

#[pymethods]
impl Person {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("name", "age", "tags")
    }

    #[new]
    fn __new__(name: String, age: Age) -> Self {
        Self::new(name, age.0, Vec::new())
    }

    /// What the person is called.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    #[setter]
    fn set_name(&mut self, name: String) {
        self.name = name;
    }

    /// In full years, 0 to 65535.
    #[getter]
    fn age(&self) -> u16 {
        self.age
    }

    #[setter]
    fn set_age(&mut self, age: Age) {
        self.age = age.0;
    }

    /// The tags: the list itself, so that changing it changes the person.
    #[getter]
    fn tags<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        if let Tags::Rust(tags) = &self.tags {
            self.tags = Tags::Python(PyList::new(py, tags)?.unbind());
        }
        match &self.tags {
            Tags::Python(list) => Ok(list.bind(py).clone()),
            Tags::Rust(_) => Ok(PyList::empty(py)),
        }
    }

    #[setter]
    fn set_tags(&mut self, tags: Bound<'_, PyList>) {
        self.tags = Tags::Python(tags.unbind());
    }

    /// Adds one tag at the end.
    fn add_tag(&mut self, py: Python<'_>, tag: String) -> PyResult<()> {
        match &mut self.tags {
            Tags::Rust(tags) => tags.push(tag),
            Tags::Python(list) => list.bind(py).append(tag)?,
        }
        Ok(())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!(
            "Person(Name: {:?}, Age: {}, Tags:{:?})",
            self.name,
            self.age,
            self.tag_texts(py)?
        ))
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Self>() else {
            return Ok(py.NotImplemented());
        };
        let Ok(other) = other.try_borrow() else {
            return Ok(py.NotImplemented());
        };
        let same =
            self.name == other.name && self.age == other.age && self.has_same_tags(py, &other)?;
        Ok(same.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    /// Serves `copy.copy`, `copy.deepcopy` and `pickle` alike, subclasses included.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let state = PyDict::new(py);
        state.set_item("tags", slf.getattr("tags")?)?;
        if let Ok(own) = slf.getattr("__dict__") {
            state.update(own.cast::<PyDict>()?.as_mapping())?;
        }
        let person = slf.try_borrow()?;
        (
            slf.get_type(),
            (person.name.as_str(), person.age),
            (py.None(), state),
        )
            .into_pyobject(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match &self.tags {
            Tags::Python(list) => visit.call(list),
            Tags::Rust(_) => Ok(()),
        }
    }

    fn __clear__(&mut self) {
        self.tags = Tags::Rust(Vec::new());
    }
}

impl Person {
    fn has_same_tags(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        match (&self.tags, &other.tags) {
            (Tags::Rust(own), Tags::Rust(others)) => Ok(own == others),
            (Tags::Python(own), Tags::Python(others)) => own.bind(py).eq(others),
            (Tags::Python(list), Tags::Rust(tags)) | (Tags::Rust(tags), Tags::Python(list)) => {
                list.bind(py).eq(PyList::new(py, tags)?)
            }
        }
    }
}

/// People and what can be asked about them, in Rust.
#[pymodule]
pub(crate) mod person {
    use pyo3::prelude::*;
    use pyo3::types::{PyList, PyString};

    #[pymodule_export]
    use super::Person;

    /// The people who carry `tag`, in the order they were given.
    #[pyfunction]
    fn filter_by_tag<'py>(
        people: &Bound<'py, PyAny>,
        tag: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyList>> {
        let filtered = PyList::empty(people.py());
        for person in people.try_iter()? {
            let person = person?.cast_into::<Person>()?;
            if person.try_borrow()?.has_tag(tag)? {
                filtered.append(person)?;
            }
        }
        Ok(filtered)
    }
}
