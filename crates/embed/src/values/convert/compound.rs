//! Options, results and tuples.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::error::expected;
use super::{Call, FromPython, ToPython};
use crate::values::wit_types::{WitErr, WitOk, WitSome};

/// `None` or the value; in `Some` if the value itself could be `None`.
impl<'py, T: ToPython<'py>> ToPython<'py> for Option<T> {
    const NULLABLE: bool = true;

    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Some(value) = self else {
            return ().to_python(call);
        };
        some(value.to_python(call)?, T::NULLABLE)
    }
}

/// Returns what Python sees of an option that holds a value.
pub(super) fn some(value: Bound<'_, PyAny>, is_nullable: bool) -> PyResult<Bound<'_, PyAny>> {
    if is_nullable {
        let py = value.py();
        Ok(Bound::new(py, WitSome::new(value.unbind()))?.into_any())
    } else {
        Ok(value)
    }
}

impl<'a, 'py, T: FromPython<'a, 'py>> FromPython<'a, 'py> for Option<T> {
    const NULLABLE: bool = true;

    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(None);
        }
        if !T::NULLABLE {
            return T::from_python(object, call).map(Some);
        }
        match object.cast::<WitSome>() {
            Ok(present) => T::from_python(present.get().value(call.py()), call).map(Some),
            Err(_) => Err(expected("`None` or a `wit.types.Some`", &object)),
        }
    }
}

/// `Ok` or `Err`, where it is not what a function returns.
impl<'py, T: ToPython<'py>, E: ToPython<'py>> ToPython<'py> for Result<T, E> {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        let py = call.py();
        match self {
            Ok(value) => {
                let value = value.to_python(call)?.unbind();
                Ok(Bound::new(py, WitOk::new(value))?.into_any())
            }
            Err(error) => {
                let error = error.to_python(call)?;
                py.get_type::<WitErr>().call1((error,))
            }
        }
    }
}

impl<'a, 'py, T, E> FromPython<'a, 'py> for Result<T, E>
where
    T: FromPython<'a, 'py>,
    E: FromPython<'a, 'py>,
{
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        if let Ok(success) = object.cast::<WitOk>() {
            return T::from_python(success.get().value(call.py()), call).map(Ok);
        }
        match object.cast::<WitErr>() {
            Ok(failure) => E::from_python(failure.get().value(call.py()), call).map(Err),
            Err(_) => Err(expected("a `wit.types.Ok` or `wit.types.Err`", &object)),
        }
    }
}

macro_rules! tuples {
    ($(($($item:ident $index:tt),+))*) => {$(
        impl<'py, $($item: ToPython<'py>),+> ToPython<'py> for ($($item,)+) {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                let items = [$(self.$index.to_python(call)?),+];
                Ok(PyTuple::new(call.py(), items)?.into_any())
            }
        }

        impl<'a, 'py, $($item: FromPython<'a, 'py>),+> FromPython<'a, 'py> for ($($item,)+) {
            fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
                let tuple = tuple_of(object, const { [$($index),+].len() })?;
                Ok(($($item::from_python(tuple.get_item($index)?, call)?,)+))
            }
        }
    )*};
}
tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}

/// Checks that an object is a `tuple` of `count` items.
pub(super) fn tuple_of(object: Bound<'_, PyAny>, count: usize) -> PyResult<Bound<'_, PyTuple>> {
    let tuple = object
        .cast_into::<PyTuple>()
        .map_err(|error| expected(&format!("a tuple of {count}"), &error.into_inner()))?;
    match tuple.len() {
        found if found == count => Ok(tuple),
        found => Err(PyValueError::new_err(format!(
            "expected a tuple of {count}, found one of {found}"
        ))),
    }
}
