//! What a component exports, and how Python is told of it: plain tuples, which can be written into a file and
//! compared.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use wasi_py_host::wasmtime::Engine;
use wasi_py_host::wasmtime::component::types::{Component, ComponentFunc, ComponentItem, Type};

/// An interface, or what the world itself exports: that has no name.
pub(crate) struct Interface {
    pub(crate) name: String,
    types: Vec<(String, Type)>,
    pub(crate) functions: Vec<(String, Function)>,
}

/// A function: what it takes and returns.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<(String, Type)>,
    pub(crate) result: Option<Type>,
}

/// Lists the exports of a component.
pub(crate) fn interfaces(component: &Component, engine: &Engine) -> Vec<Interface> {
    let mut world = Interface::named("");
    let mut interfaces = Vec::new();
    for (name, export) in component.exports(engine) {
        if let ComponentItem::ComponentInstance(instance) = &export.ty {
            let mut interface = Interface::named(name);
            for (name, export) in instance.exports(engine) {
                interface.add(name, &export.ty);
            }
            interfaces.push(interface);
        } else {
            world.add(name, &export.ty);
        }
    }
    interfaces.push(world);
    interfaces.retain(|interface| !interface.functions.is_empty() || !interface.types.is_empty());
    interfaces
}

impl Interface {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            types: Vec::new(),
            functions: Vec::new(),
        }
    }

    fn add(&mut self, name: &str, item: &ComponentItem) {
        match item {
            ComponentItem::ComponentFunc(function) => {
                self.functions
                    .push((name.to_owned(), Function::of(function)));
            }
            ComponentItem::Type(ty) => self.types.push((name.to_owned(), ty.clone())),
            ComponentItem::CoreFunc(_)
            | ComponentItem::Module(_)
            | ComponentItem::Component(_)
            | ComponentItem::ComponentInstance(_)
            | ComponentItem::Resource(_) => {}
        }
    }

    /// The name by which a function of this interface is called.
    pub(crate) fn path(&self, function: &str) -> String {
        match &*self.name {
            "" => function.to_owned(),
            interface => format!("{interface}#{function}"),
        }
    }
}

impl Function {
    fn of(function: &ComponentFunc) -> Self {
        let parameters = function.params();
        Self {
            parameters: parameters.map(|(name, ty)| (name.to_owned(), ty)).collect(),
            result: function.results().next(),
        }
    }

    /// What it takes or returns that Python has no values for.
    pub(crate) fn foreign(&self) -> Option<&'static str> {
        let parameters = self.parameters.iter().map(|(_, ty)| ty);
        parameters.chain(&self.result).find_map(foreign)
    }
}

/// What of a type Python has no values for.
fn foreign(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Own(_) | Type::Borrow(_) => Some("a resource"),
        Type::Future(_) => Some("a future"),
        Type::Stream(_) => Some("a stream"),
        Type::ErrorContext => Some("an error context"),
        Type::List(list) => foreign(&list.ty()),
        Type::FixedLengthList(list) => foreign(&list.ty()),
        Type::Map(map) => foreign(&map.key()).or_else(|| foreign(&map.value())),
        Type::Record(record) => record.fields().find_map(|field| foreign(&field.ty)),
        Type::Tuple(tuple) => tuple.types().find_map(|ty| foreign(&ty)),
        Type::Variant(variant) => variant
            .cases()
            .find_map(|case| case.ty.as_ref().and_then(foreign)),
        Type::Option(option) => foreign(&option.ty()),
        Type::Result(result) => {
            let parts = [result.ok(), result.err()];
            parts.iter().flatten().find_map(foreign)
        }
        Type::Bool
        | Type::S8
        | Type::U8
        | Type::S16
        | Type::U16
        | Type::S32
        | Type::U32
        | Type::S64
        | Type::U64
        | Type::Float32
        | Type::Float64
        | Type::Char
        | Type::String
        | Type::Enum(_)
        | Type::Flags(_) => None,
    }
}

/// All interfaces, for Python: of each its name, its types and its functions.
pub(crate) fn description<'py>(
    py: Python<'py>,
    interfaces: &[Interface],
) -> PyResult<Bound<'py, PyTuple>> {
    let names = Names(interfaces);
    let all = interfaces.iter().map(|interface| {
        let types = interface.types.iter();
        let types = types.map(|(name, ty)| {
            let kind = match names.of(ty) {
                Some(known) if known != (&*interface.name, &**name) => named(py, known)?,
                _ => names.structure(py, ty)?,
            };
            (name, kind).into_pyobject(py)
        });
        let functions = interface.functions.iter();
        let functions = functions.map(|(name, function)| {
            let parameters = function.parameters.iter();
            let parameters =
                parameters.map(|(name, ty)| (name, names.kind(py, ty)?).into_pyobject(py));
            let result = names.maybe(py, function.result.as_ref())?;
            (name, tuple(py, parameters)?, result).into_pyobject(py)
        });
        (&interface.name, tuple(py, types)?, tuple(py, functions)?).into_pyobject(py)
    });
    tuple(py, all)
}

/// Types that have names.
struct Names<'a>(&'a [Interface]);

impl Names<'_> {
    /// The name of a type, if it has one. Two that are made of the same have the same.
    fn of(&self, ty: &Type) -> Option<(&str, &str)> {
        let is_made_up = matches!(
            ty,
            Type::Record(_) | Type::Variant(_) | Type::Enum(_) | Type::Flags(_)
        );
        self.0.iter().find_map(|interface| {
            let mut types = interface.types.iter();
            let (name, _) = types.find(|(_, known)| is_made_up && known == ty)?;
            Some((&*interface.name, &**name))
        })
    }

    /// A type, by its name if it has one.
    fn kind<'py>(&self, py: Python<'py>, ty: &Type) -> PyResult<Bound<'py, PyAny>> {
        match self.of(ty) {
            Some(known) => named(py, known),
            None => self.structure(py, ty),
        }
    }

    fn maybe<'py>(&self, py: Python<'py>, ty: Option<&Type>) -> PyResult<Bound<'py, PyAny>> {
        match ty {
            Some(ty) => self.kind(py, ty),
            None => Ok(py.None().into_bound(py)),
        }
    }

    /// What a type is made of: the name of its kind, and its parts.
    fn structure<'py>(&self, py: Python<'py>, ty: &Type) -> PyResult<Bound<'py, PyAny>> {
        let parts = PyList::new(py, [kind_name(ty)])?;
        match ty {
            Type::List(list) => parts.append(self.kind(py, &list.ty())?)?,
            Type::FixedLengthList(list) => parts.append(self.kind(py, &list.ty())?)?,
            Type::Map(map) => {
                parts.append(self.kind(py, &map.key())?)?;
                parts.append(self.kind(py, &map.value())?)?;
            }
            Type::Record(record) => {
                for field in record.fields() {
                    parts.append((field.name, self.kind(py, &field.ty)?))?;
                }
            }
            Type::Tuple(tuple) => {
                for ty in tuple.types() {
                    parts.append(self.kind(py, &ty)?)?;
                }
            }
            Type::Variant(variant) => {
                for case in variant.cases() {
                    parts.append((case.name, self.maybe(py, case.ty.as_ref())?))?;
                }
            }
            Type::Option(option) => parts.append(self.kind(py, &option.ty())?)?,
            Type::Result(result) => {
                parts.append(self.maybe(py, result.ok().as_ref())?)?;
                parts.append(self.maybe(py, result.err().as_ref())?)?;
            }
            Type::Enum(enumeration) => {
                for name in enumeration.names() {
                    parts.append(name)?;
                }
            }
            Type::Flags(flags) => {
                for name in flags.names() {
                    parts.append(name)?;
                }
            }
            Type::Bool
            | Type::S8
            | Type::U8
            | Type::S16
            | Type::U16
            | Type::S32
            | Type::U32
            | Type::S64
            | Type::U64
            | Type::Float32
            | Type::Float64
            | Type::Char
            | Type::String
            | Type::Own(_)
            | Type::Borrow(_)
            | Type::Future(_)
            | Type::Stream(_)
            | Type::ErrorContext => {}
        }
        Ok(parts.to_tuple().into_any())
    }
}

fn named<'py>(py: Python<'py>, (interface, name): (&str, &str)) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyTuple::new(py, ["named", interface, name])?.into_any())
}

fn kind_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "bool",
        Type::S8 => "s8",
        Type::U8 => "u8",
        Type::S16 => "s16",
        Type::U16 => "u16",
        Type::S32 => "s32",
        Type::U32 => "u32",
        Type::S64 => "s64",
        Type::U64 => "u64",
        Type::Float32 => "f32",
        Type::Float64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::List(_) | Type::FixedLengthList(_) => "list",
        Type::Map(_) => "map",
        Type::Record(_) => "record",
        Type::Tuple(_) => "tuple",
        Type::Variant(_) => "variant",
        Type::Enum(_) => "enum",
        Type::Option(_) => "option",
        Type::Result(_) => "result",
        Type::Flags(_) => "flags",
        Type::Own(_) | Type::Borrow(_) | Type::Future(_) | Type::Stream(_) | Type::ErrorContext => {
            "foreign"
        }
    }
}

fn tuple<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    items: impl Iterator<Item = PyResult<T>>,
) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, items.collect::<PyResult<Vec<_>>>()?)
}
