//! Values of the sandbox as objects of Python, and back.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString,
    PyTuple,
};
use wasi_py_sandbox::Value;

/// Objects nest no deeper: a value that does is none in the sandbox either.
const MOST_DEEP: usize = 100;

/// Reads an object that goes into the sandbox.
pub(crate) fn from_python(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    read(object, 0)
}

/// Reads the values of a dictionary by the names that are its keys.
pub(crate) fn by_name(given: &Bound<'_, PyDict>) -> PyResult<Vec<(String, Value)>> {
    let read = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        Ok((name.extract()?, from_python(&value)?))
    };
    given.iter().map(read).collect()
}

fn read(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if object.is_none() {
        Ok(Value::None)
    } else if let Ok(value) = object.cast::<PyBool>() {
        Ok(Value::Boolean(value.is_true()))
    } else if let Ok(value) = object.cast::<PyInt>() {
        read_integer(value)
    } else if let Ok(value) = object.cast::<PyFloat>() {
        Ok(Value::Float(value.value()))
    } else if let Ok(value) = object.cast::<PyString>() {
        Ok(Value::Text(value.extract()?))
    } else if let Ok(value) = object.cast::<PyBytes>() {
        Ok(Value::Bytes(value.as_bytes().to_vec()))
    } else if let Ok(value) = object.cast::<PyByteArray>() {
        Ok(Value::Bytes(value.to_vec()))
    } else {
        read_container(object, depth)
    }
}

fn read_integer(value: &Bound<'_, PyInt>) -> PyResult<Value> {
    match value.extract() {
        Ok(value) => Ok(Value::Integer(value)),
        Err(_) => {
            let digits = value.call_method1("__format__", ("#x",))?;
            Ok(Value::BigInteger(digits.extract()?))
        }
    }
}

fn read_container(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth == MOST_DEEP {
        let message = format!("a value nests more than {MOST_DEEP} deep");
        return Err(PyValueError::new_err(message));
    }
    let inner = |item: Bound<'_, PyAny>| read(&item, depth + 1);
    if let Ok(items) = object.cast::<PyList>() {
        items
            .iter()
            .map(inner)
            .collect::<PyResult<_>>()
            .map(Value::List)
    } else if let Ok(items) = object.cast::<PyTuple>() {
        items
            .iter()
            .map(inner)
            .collect::<PyResult<_>>()
            .map(Value::Tuple)
    } else if let Ok(items) = object.cast::<PySet>() {
        items
            .iter()
            .map(inner)
            .collect::<PyResult<_>>()
            .map(Value::Set)
    } else if let Ok(items) = object.cast::<PyFrozenSet>() {
        items
            .iter()
            .map(inner)
            .collect::<PyResult<_>>()
            .map(Value::Set)
    } else if let Ok(entries) = object.cast::<PyDict>() {
        let entries = entries
            .iter()
            .map(|(key, value)| Ok((inner(key)?, inner(value)?)));
        entries.collect::<PyResult<_>>().map(Value::Dictionary)
    } else {
        let name = object.get_type().fully_qualified_name()?;
        let message = format!("no value in the sandbox stands for a `{name}`");
        Err(PyTypeError::new_err(message))
    }
}

/// Makes an object of a value that came out of the sandbox. It fails if a key, or what is in a set, cannot be
/// there.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Set(values) => Ok(PySet::new(py, hashable(py, values)?)?.into_any()),
        Value::Tuple(values) => Ok(PyTuple::new(py, all(py, values)?)?.into_any()),
        Value::List(values) => Ok(PyList::new(py, all(py, values)?)?.into_any()),
        Value::Dictionary(entries) => {
            let dictionary = PyDict::new(py);
            for (key, value) in entries {
                dictionary.set_item(to_hashable(py, key)?, to_python(py, value)?)?;
            }
            Ok(dictionary.into_any())
        }
        Value::None
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::BigInteger(_)
        | Value::Float(_)
        | Value::Text(_)
        | Value::Bytes(_) => to_scalar(py, value),
    }
}

/// What has no other value inside.
fn to_scalar<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Boolean(value) => PyBool::new(py, *value).to_owned().into_any(),
        Value::Integer(value) => value.into_pyobject(py)?.into_any(),
        Value::BigInteger(digits) => py.get_type::<PyInt>().call1((digits, 16))?,
        Value::Float(value) => PyFloat::new(py, *value).into_any(),
        Value::Text(text) => PyString::new(py, text).into_any(),
        Value::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
        Value::None | Value::List(_) | Value::Tuple(_) | Value::Set(_) | Value::Dictionary(_) => {
            py.None().into_bound(py)
        }
    })
}

fn all<'py>(py: Python<'py>, values: &[Value]) -> PyResult<Vec<Bound<'py, PyAny>>> {
    values.iter().map(|value| to_python(py, value)).collect()
}

fn hashable<'py>(py: Python<'py>, values: &[Value]) -> PyResult<Vec<Bound<'py, PyAny>>> {
    values.iter().map(|value| to_hashable(py, value)).collect()
}

/// A key, or what is in a set: a set there is a frozen one.
fn to_hashable<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Set(values) => Ok(PyFrozenSet::new(py, hashable(py, values)?)?.into_any()),
        Value::Tuple(values) => Ok(PyTuple::new(py, hashable(py, values)?)?.into_any()),
        value => to_python(py, value),
    }
}
