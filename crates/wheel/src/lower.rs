//! Objects of Python as values of a component.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString,
    PyTuple,
};
use wasi_py_host::wasmtime::component::Val;
use wasi_py_host::wasmtime::component::types::{Case, Record, Tuple, Type};

use crate::names::python_name;

/// An object that no value is made of: where it is in the argument, and what is wrong.
pub(crate) struct Unfit {
    place: String,
    reason: String,
}

impl Unfit {
    fn expected(what: &str, found: &Bound<'_, PyAny>) -> Self {
        let name = found.get_type().fully_qualified_name();
        let name = name.map_or_else(|_| "object".to_owned(), |name| name.to_string());
        Self::because(format!("expected {what}, found `{name}`"))
    }

    fn because(reason: impl Into<String>) -> Self {
        Self {
            place: String::new(),
            reason: reason.into(),
        }
    }

    fn no_case(name: &str) -> Self {
        Self::because(format!("there is no case `{name}`"))
    }

    fn inside(self, place: impl AsRef<str>) -> Self {
        Self {
            place: place.as_ref().to_owned() + &self.place,
            ..self
        }
    }

    /// The error for an argument of this name.
    pub(crate) fn of(self, parameter: &str) -> PyErr {
        let Self { place, reason } = self;
        PyTypeError::new_err(format!("`{parameter}{place}`: {reason}"))
    }
}

type Lowered = Result<Val, Unfit>;

/// Makes a value of this type of an object.
pub(crate) fn lower(object: &Bound<'_, PyAny>, of: &Type) -> Lowered {
    match of {
        Type::Bool => boolean(object).map(Val::Bool),
        Type::S8 => integer(object, "s8").map(Val::S8),
        Type::U8 => integer(object, "u8").map(Val::U8),
        Type::S16 => integer(object, "s16").map(Val::S16),
        Type::U16 => integer(object, "u16").map(Val::U16),
        Type::S32 => integer(object, "s32").map(Val::S32),
        Type::U32 => integer(object, "u32").map(Val::U32),
        Type::S64 => integer(object, "s64").map(Val::S64),
        Type::U64 => integer(object, "u64").map(Val::U64),
        // A narrower one is what the component asks for.
        Type::Float32 => float(object).map(|value| Val::Float32(value as f32)),
        Type::Float64 => float(object).map(Val::Float64),
        Type::Char => character(object).map(Val::Char),
        Type::String => text(object, "a `str`").map(Val::String),
        Type::List(list) => items(object, &list.ty()).map(Val::List),
        Type::FixedLengthList(list) => {
            let items = items(object, &list.ty())?;
            exactly(items.len(), list.len() as usize).map(|()| Val::FixedLengthList(items))
        }
        Type::Map(map) => entries(object, &map.key(), &map.value()).map(Val::Map),
        Type::Record(record) => fields(object, record).map(Val::Record),
        Type::Tuple(types) => tuple(object, types).map(Val::Tuple),
        Type::Variant(variant) => {
            let (name, value) = case(object)?;
            let mut cases = variant.cases();
            let Some(Case { ty, .. }) = cases.find(|case| case.name == name) else {
                return Err(Unfit::no_case(&name));
            };
            inside(&value, ty.as_ref()).map(|value| Val::Variant(name, value))
        }
        Type::Result(result) => {
            let (name, value) = case(object)?;
            let result = match &*name {
                "ok" => Ok(inside(&value, result.ok().as_ref())?),
                "err" => Err(inside(&value, result.err().as_ref())?),
                _ => return Err(Unfit::no_case(&name)),
            };
            Ok(Val::Result(result))
        }
        Type::Enum(enumeration) => name(object, enumeration.names()).map(Val::Enum),
        Type::Flags(flags) => {
            let names = set(object)?;
            let names = names.iter().map(|flag| name(flag, flags.names()));
            names.collect::<Result<_, _>>().map(Val::Flags)
        }
        Type::Option(_) if object.is_none() => Ok(Val::Option(None)),
        Type::Option(option) => {
            let value = match option.ty() {
                ty @ Type::Option(_) => lower(&case(object)?.1, &ty)?,
                ty => lower(object, &ty)?,
            };
            Ok(Val::Option(Some(value.into())))
        }
        Type::Own(_) | Type::Borrow(_) | Type::Future(_) | Type::Stream(_) | Type::ErrorContext => {
            Err(Unfit::because("Python has no such value"))
        }
    }
}

fn boolean(object: &Bound<'_, PyAny>) -> Result<bool, Unfit> {
    match object.cast::<PyBool>() {
        Ok(value) => Ok(value.is_true()),
        Err(_) => Err(Unfit::expected("a `bool`", object)),
    }
}

fn character(object: &Bound<'_, PyAny>) -> Result<char, Unfit> {
    let text = text(object, "a `str` of one character")?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err(Unfit::because("expected one character")),
    }
}

fn integer<'py, T: for<'a> FromPyObject<'a, 'py>>(
    object: &Bound<'py, PyAny>,
    name: &str,
) -> Result<T, Unfit> {
    if !object.is_instance_of::<PyInt>() || object.is_instance_of::<PyBool>() {
        return Err(Unfit::expected("an `int`", object));
    }
    let value = object.extract();
    value.map_err(|_| Unfit::because(format!("{object} does not fit into a `{name}`")))
}

fn float(object: &Bound<'_, PyAny>) -> Result<f64, Unfit> {
    let is_number = object.is_instance_of::<PyFloat>() || object.is_instance_of::<PyInt>();
    let value = if is_number {
        object.extract().ok()
    } else {
        None
    };
    value.ok_or_else(|| Unfit::expected("a `float`", object))
}

fn text(object: &Bound<'_, PyAny>, what: &str) -> Result<String, Unfit> {
    let text = object.cast::<PyString>();
    let text = text.map_err(|_| Unfit::expected(what, object))?;
    let text = text.extract();
    text.map_err(|_| Unfit::because("the text has half a character"))
}

/// The items of a list; bytes are one of bytes.
fn items(object: &Bound<'_, PyAny>, of: &Type) -> Result<Vec<Val>, Unfit> {
    if let Type::U8 = of {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(bytes.as_bytes().iter().copied().map(Val::U8).collect());
        }
        if let Ok(bytes) = object.cast::<PyByteArray>() {
            return Ok(bytes.to_vec().into_iter().map(Val::U8).collect());
        }
    }
    let what = if let Type::U8 = of {
        "`bytes`"
    } else {
        "a `list`"
    };
    let items = sequence(object, what)?.into_iter().enumerate();
    let items = items
        .map(|(place, item)| lower(&item, of).map_err(|unfit| unfit.inside(format!("[{place}]"))));
    items.collect()
}

fn entries(
    object: &Bound<'_, PyAny>,
    of_key: &Type,
    of_value: &Type,
) -> Result<Vec<(Val, Val)>, Unfit> {
    let entries = object.cast::<PyDict>();
    let entries = entries.map_err(|_| Unfit::expected("a `dict`", object))?;
    let entries = entries.iter().map(|(key, value)| {
        let value = lower(&value, of_value).map_err(|unfit| unfit.inside(format!("[{key}]")))?;
        Ok((lower(&key, of_key)?, value))
    });
    entries.collect()
}

fn fields(object: &Bound<'_, PyAny>, record: &Record) -> Result<Vec<(String, Val)>, Unfit> {
    let fields = record.fields().map(|field| {
        let name = python_name(field.name);
        let value = member(object, &name)?;
        let value = lower(&value, &field.ty).map_err(|unfit| unfit.inside(format!(".{name}")))?;
        Ok((field.name.to_owned(), value))
    });
    fields.collect()
}

fn tuple(object: &Bound<'_, PyAny>, types: &Tuple) -> Result<Vec<Val>, Unfit> {
    let objects = sequence(object, "a `tuple`")?;
    exactly(objects.len(), types.types().len())?;
    let items = objects.iter().zip(types.types()).enumerate();
    let items = items.map(|(place, (object, ty))| {
        lower(object, &ty).map_err(|unfit| unfit.inside(format!("[{place}]")))
    });
    items.collect()
}

/// The names in a set, or in anything that has items.
fn set<'py>(object: &Bound<'py, PyAny>) -> Result<Vec<Bound<'py, PyAny>>, Unfit> {
    if let Ok(names) = object.cast::<PySet>() {
        Ok(names.iter().collect())
    } else if let Ok(names) = object.cast::<PyFrozenSet>() {
        Ok(names.iter().collect())
    } else {
        sequence(object, "a `set` of names")
    }
}

/// The items of what has some in an order, but is no text.
fn sequence<'py>(object: &Bound<'py, PyAny>, what: &str) -> Result<Vec<Bound<'py, PyAny>>, Unfit> {
    if let Ok(items) = object.cast::<PyList>() {
        Ok(items.iter().collect())
    } else if let Ok(items) = object.cast::<PyTuple>() {
        Ok(items.iter().collect())
    } else {
        Err(Unfit::expected(what, object))
    }
}

fn exactly(found: usize, expected: usize) -> Result<(), Unfit> {
    if found == expected {
        return Ok(());
    }
    let reason = format!("expected {expected} items, found {found}");
    Err(Unfit::because(reason))
}

/// A field of a record: an entry of a dictionary, or an attribute of anything else.
fn member<'py>(object: &Bound<'py, PyAny>, name: &str) -> Result<Bound<'py, PyAny>, Unfit> {
    let found = match object.cast::<PyDict>() {
        Ok(entries) => entries.get_item(name).ok().flatten(),
        Err(_) => object.getattr(name).ok(),
    };
    found.ok_or_else(|| Unfit::because(format!("`{name}` is missing")))
}

/// The name and the value of a case. One without a value may have no attribute for it.
fn case<'py>(object: &Bound<'py, PyAny>) -> Result<(String, Bound<'py, PyAny>), Unfit> {
    let unfit = || Unfit::expected("a `Case`", object);
    let name = object.getattr("name").map_err(|_| unfit())?;
    let name = name.extract().map_err(|_| unfit())?;
    let value = object.getattr("value");
    Ok((
        name,
        value.unwrap_or_else(|_| object.py().None().into_bound(object.py())),
    ))
}

/// One of these names, or a member of an enumeration that has it as its value.
fn name<'a>(
    object: &Bound<'_, PyAny>,
    mut known: impl Iterator<Item = &'a str>,
) -> Result<String, Unfit> {
    let name = match object.getattr("value") {
        Ok(value) => value,
        Err(_) => object.clone(),
    };
    let name = text(&name, "the name of a case")?;
    if known.any(|known| known == name) {
        Ok(name)
    } else {
        Err(Unfit::no_case(&name))
    }
}

fn inside(object: &Bound<'_, PyAny>, of: Option<&Type>) -> Result<Option<Box<Val>>, Unfit> {
    match of {
        Some(ty) => {
            let value = lower(object, ty).map_err(|unfit| unfit.inside(".value"))?;
            Ok(Some(value.into()))
        }
        None if object.is_none() => Ok(None),
        None => Err(Unfit::because("the case has no value")),
    }
}
