//! Numbers, booleans, characters and strings.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyList, PyString};

use super::error::{expected, type_name};
use super::list::bytes_from;
use super::{Call, FromPython, ToPython, array, list, numbers};

/// Types that pyo3 turns into Python objects by itself.
macro_rules! to_python_by_pyo3 {
    ($($type:ty),*) => {$(
        impl<'py> ToPython<'py> for $type {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.into_bound_py_any(call.py())
            }
        }
    )*};
}
to_python_by_pyo3!(bool, char, String);

/// Numbers, which pyo3 turns into Python objects as well.
macro_rules! number_to_python {
    ($($type:ty),*) => {$(
        impl<'py> ToPython<'py> for $type {
            fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.into_bound_py_any(call.py())
            }

            fn list_to_python(items: Vec<Self>, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                numbers::to_python(items, call)
            }
        }
    )*};
}
number_to_python!(i8, u16, i16, u32, i32, u64, i64, f32, f64);

use pyo3::IntoPyObjectExt;

impl<'py> ToPython<'py> for u8 {
    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.into_bound_py_any(call.py())
    }

    fn list_to_python(items: Vec<Self>, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBytes::new(call.py(), &items).into_any())
    }

    fn array_to_python<const N: usize>(
        items: [Self; N],
        call: &Call<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBytes::new(call.py(), &items).into_any())
    }
}

/// Whole numbers, which Python has no limits for.
macro_rules! integer_from_python {
    ($($type:ident as $wit:literal { $($list:item)* }),* $(,)?) => {$(
        impl<'a, 'py> FromPython<'a, 'py> for $type {
            fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
                match object.extract() {
                    Ok(number) => Ok(number),
                    Err(error) => Err(out_of_range(&object, error, $wit, (&$type::MIN, &$type::MAX))),
                }
            }
            $($list)*
        }
    )*};
}
integer_from_python!(
    u8 as "u8" {
        fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
            match bytes_from(&object)? {
                Some(bytes) => Ok(bytes),
                None if object.is_instance_of::<PyString>() => Err(expected("bytes", &object)),
                None => numbers::from_python(object, call),
            }
        }

        fn array_from_python<const N: usize>(
            object: Bound<'py, PyAny>,
            call: &'a Call<'py>,
        ) -> PyResult<[Self; N]> {
            array::exactly(Self::list_from_python(object, call)?, "bytes")
        }
    },
);

/// Whole numbers of which a list may have a buffer.
macro_rules! integers_from_python {
    ($($type:ident as $wit:literal),* $(,)?) => {
        integer_from_python!($($type as $wit {
            fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
                numbers::from_python(object, call)
            }
        }),*);
    };
}
integers_from_python!(
    i8 as "s8", u16 as "u16", i16 as "s16", u32 as "u32", i32 as "s32", u64 as "u64", i64 as "s64",
);

/// Tells a number that does not fit from what is no number at all, and from what a class of the app's own
/// raised.
fn out_of_range(
    object: &Bound<'_, PyAny>,
    error: PyErr,
    wit: &str,
    (min, max): (&dyn std::fmt::Display, &dyn std::fmt::Display),
) -> PyErr {
    let py = object.py();
    if error.is_instance_of::<PyOverflowError>(py) {
        // A number of a thousand digits is not printed by Python either.
        let found = object.str().map(|text| text.to_string_lossy().into_owned());
        let found = found.unwrap_or_else(|_| "of this size".to_owned());
        return PyOverflowError::new_err(format!("{found} does not fit {wit} ({min}..={max})"));
    }
    if error.is_instance_of::<PyTypeError>(py) {
        expected("an int", object)
    } else {
        error
    }
}

impl<'a, 'py> FromPython<'a, 'py> for f64 {
    fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
        object.extract().map_err(|error: PyErr| {
            if error.is_instance_of::<PyTypeError>(object.py()) {
                expected("a float", &object)
            } else {
                error
            }
        })
    }

    fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
        numbers::from_python(object, call)
    }
}

impl<'a, 'py> FromPython<'a, 'py> for f32 {
    fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
        let wide = f64::from_python(object, call)?;
        #[allow(clippy::cast_possible_truncation, reason = "rounds to the nearest")]
        let narrow = wide as f32;
        if narrow.is_infinite() && wide.is_finite() {
            return Err(PyOverflowError::new_err(format!(
                "{wide:?} does not fit f32"
            )));
        }
        Ok(narrow)
    }

    fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
        numbers::from_python(object, call)
    }
}

impl<'a, 'py> FromPython<'a, 'py> for bool {
    fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
        match object.cast::<PyBool>() {
            Ok(value) => Ok(value.is_true()),
            Err(_) => Err(expected("a bool", &object)),
        }
    }
}

impl<'a, 'py> FromPython<'a, 'py> for char {
    fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
        let Ok(text) = object.cast::<PyString>() else {
            return Err(expected("a str of one character", &object));
        };
        let mut chars = text.to_str()?.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => Ok(char),
            _ => {
                let found = text.len()?;
                Err(PyValueError::new_err(format!(
                    "expected a str of one character, found one of {found}"
                )))
            }
        }
    }
}

impl<'a, 'py> FromPython<'a, 'py> for String {
    fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            // Fails for lone surrogates, which no WIT `string` can hold.
            Ok(text) => Ok(text.to_str()?.to_owned()),
            Err(_) => Err(expected("a str", &object)),
        }
    }

    /// Reads the texts where they are: no code of Python's runs meanwhile that could change the list.
    fn list_from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Vec<Self>> {
        let texts = match object.cast_exact::<PyList>() {
            Ok(list) => list.iter().map(|item| text_of(&item)).collect(),
            Err(_) => None,
        };
        texts.map_or_else(|| list::from_python(object, call), Ok)
    }
}

/// Returns what a text holds, if it is one and WIT has a string for it.
fn text_of(object: &Bound<'_, PyAny>) -> Option<String> {
    let text = object.cast::<PyString>().ok()?;
    text.to_str().ok().map(ToOwned::to_owned)
}

/// The value of a function without a result.
impl<'a, 'py> FromPython<'a, 'py> for () {
    const NULLABLE: bool = true;

    fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
        if object.is_none() {
            Ok(())
        } else {
            Err(PyTypeError::new_err(format!(
                "expected nothing, found `{}`",
                type_name(&object)
            )))
        }
    }
}

impl<'py> ToPython<'py> for () {
    const NULLABLE: bool = true;

    fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(call.py().None().into_bound(call.py()))
    }
}
