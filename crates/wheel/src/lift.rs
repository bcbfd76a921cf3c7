//! Values of a component as objects of Python.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PySet, PyTuple, PyType};
use wasi_py_host::wasmtime::component::Val;
use wasi_py_host::wasmtime::component::types::Type;

use crate::names::python_name;

/// Makes an object of a value, which is of this type.
pub(crate) fn lift<'py>(py: Python<'py>, value: &Val, of: &Type) -> PyResult<Bound<'py, PyAny>> {
    Ok(match (value, of) {
        (Val::Bool(value), _) => value.into_pyobject(py)?.to_owned().into_any(),
        (Val::S8(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::U8(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::S16(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::U16(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::S32(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::U32(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::S64(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::U64(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::Float32(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::Float64(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::Char(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::String(value) | Val::Enum(value), _) => value.into_pyobject(py)?.into_any(),
        (Val::Flags(names), _) => PySet::new(py, names)?.into_any(),
        (Val::List(items), Type::List(list)) => match list.ty() {
            Type::U8 => bytes(py, items),
            ty => lift_all(py, items, &ty)?,
        },
        (Val::FixedLengthList(items), Type::FixedLengthList(list)) => {
            lift_all(py, items, &list.ty())?
        }
        (Val::Map(entries), Type::Map(map)) => {
            let (key, value) = (map.key(), map.value());
            let dictionary = PyDict::new(py);
            for entry in entries {
                dictionary.set_item(lift(py, &entry.0, &key)?, lift(py, &entry.1, &value)?)?;
            }
            dictionary.into_any()
        }
        (Val::Record(fields), Type::Record(record)) => {
            let named = PyDict::new(py);
            for ((name, value), field) in fields.iter().zip(record.fields()) {
                named.set_item(python_name(name), lift(py, value, &field.ty)?)?;
            }
            namespace(py)?.call((), Some(&named))?
        }
        (Val::Tuple(items), Type::Tuple(tuple)) => {
            let items = items.iter().zip(tuple.types());
            let items = items.map(|(item, ty)| lift(py, item, &ty));
            PyTuple::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any()
        }
        (Val::Variant(name, value), Type::Variant(variant)) => {
            let mut cases = variant.cases();
            let ty = cases
                .find(|case| case.name == name)
                .and_then(|case| case.ty);
            case(py, name, value.as_deref(), ty.as_ref())?
        }
        (Val::Result(Ok(value)), Type::Result(result)) => {
            case(py, "ok", value.as_deref(), result.ok().as_ref())?
        }
        (Val::Result(Err(value)), Type::Result(result)) => {
            case(py, "err", value.as_deref(), result.err().as_ref())?
        }
        (Val::Option(value), Type::Option(option)) => match (value, option.ty()) {
            (None, _) => py.None().into_bound(py),
            // `None` inside would look like none.
            (Some(value), ty @ Type::Option(_)) => case(py, "some", Some(value), Some(&ty))?,
            (Some(value), ty) => lift(py, value, &ty)?,
        },
        // Functions with others are not called.
        _ => return Err(PyRuntimeError::new_err("the value is not of its type")),
    })
}

/// Makes an object of what a variant or a `result` has inside; `None` if that is nothing.
pub(crate) fn lift_inside<'py>(
    py: Python<'py>,
    value: Option<&Val>,
    of: Option<&Type>,
) -> PyResult<Bound<'py, PyAny>> {
    match (value, of) {
        (Some(value), Some(ty)) => lift(py, value, ty),
        _ => Ok(py.None().into_bound(py)),
    }
}

fn lift_all<'py>(py: Python<'py>, items: &[Val], of: &Type) -> PyResult<Bound<'py, PyAny>> {
    let items = items.iter().map(|item| lift(py, item, of));
    Ok(PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any())
}

fn bytes<'py>(py: Python<'py>, items: &[Val]) -> Bound<'py, PyAny> {
    let bytes = items.iter().map(|item| match item {
        Val::U8(byte) => *byte,
        _ => 0,
    });
    PyBytes::new(py, &bytes.collect::<Vec<_>>()).into_any()
}

fn case<'py>(
    py: Python<'py>,
    name: &str,
    value: Option<&Val>,
    of: Option<&Type>,
) -> PyResult<Bound<'py, PyAny>> {
    static CASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CASE.import(py, "wasi_py_host._cases", "Case")?;
    class.call1((name, lift_inside(py, value, of)?))
}

fn namespace(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static NAMESPACE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    NAMESPACE.import(py, "types", "SimpleNamespace")
}
