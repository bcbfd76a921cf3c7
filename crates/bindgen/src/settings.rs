//! The settings of a project beside its WIT: the place of the app, and the parts that are written in Rust by
//! hand.

use std::collections::BTreeMap;

use wit_bindgen_core::wit_parser::TypeId;

use crate::world::{Direction, Interface, free_functions};
use crate::{BindgenError, World};

/// The settings that a component is generated with.
///
/// Interfaces are named as in WIT, with or without a version: `wasi-py:people/people`. An item of an
/// interface has a `#` between: `wasi-py:people/people#person`. An item of the world itself has its name
/// alone.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The Python module that implements the exports: `people_app`.
    pub app: String,
    /// Types whose class and conversions are written by hand, and the paths of the classes.
    pub types: BTreeMap<String, String>,
    /// Exported functions that are written by hand, and their paths.
    pub functions: BTreeMap<String, String>,
    /// Exported interfaces for which `Guest` is implemented by hand.
    pub interfaces: Vec<String>,
    /// Paths of `#[pymodule]`s that Python can import.
    pub builtins: Vec<String>,
    /// Extension modules that are linked in: their full names, and the symbols of their init functions.
    pub extensions: Vec<(String, String)>,
    /// The warm-up before a snapshot.
    pub warm_up: WarmUp,
    /// The form in which Python sees lists of numbers.
    pub number_lists: NumberLists,
}

/// The form in which Python sees lists of numbers. Those of `u8` are always `bytes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberLists {
    /// A `list`, with an object for each number.
    #[default]
    List,
    /// An `array.array`, with the numbers side by side. numpy and others take it without a copy.
    Array,
}

/// The part of an app that runs before a snapshot, so that no instance is the first to run it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WarmUp {
    /// None.
    Off,
    /// The conversions of all exported functions, and the calls that the app asks for.
    #[default]
    Generated,
    /// The same, and then the `fn(Python<'_>) -> PyResult<()>` at this path.
    InRust(String),
}

impl Settings {
    /// Returns the path of the class of a type that is written by hand.
    pub(crate) fn type_in_rust(&self, world: &World, id: TypeId) -> Option<&str> {
        let id = world.definition(id);
        find(&self.types, world.owner(id), world.name_of(id))
    }

    /// Returns the path of a function that is written by hand.
    pub(crate) fn function_in_rust(&self, interface: &Interface, name: &str) -> Option<&str> {
        find(&self.functions, interface, name)
    }

    /// Tells whether an exported interface is written by hand as a whole.
    pub(crate) fn is_in_rust(&self, interface: &Interface) -> bool {
        let is_called = |name: &String| interface.is_called(name);
        interface.direction == Direction::Export
            && !interface.wit_name.is_empty()
            && self.interfaces.iter().any(is_called)
    }

    /// Checks that everything exists that the settings name.
    pub(crate) fn check(&self, world: &World) -> Result<(), BindgenError> {
        let interfaces = &world.interfaces;
        let exported = interfaces
            .iter()
            .filter(|interface| interface.direction == Direction::Export);
        let types = interfaces.iter().flat_map(|interface| {
            let types = interface.types.iter();
            types.flat_map(|id| full_names(interface, world.name_of(*id)))
        });
        let functions = exported.clone().flat_map(|interface| {
            let functions = free_functions(interface);
            functions.flat_map(|function| full_names(interface, &function.name))
        });
        check_known("type", self.types.keys(), types.collect())?;
        let names = self.functions.keys();
        check_known("exported function", names, functions.collect())?;
        let known = exported.flat_map(Interface::names).map(str::to_owned);
        let known = known.filter(|name| !name.is_empty()).collect();
        check_known("exported interface", self.interfaces.iter(), known)?;
        let warm_up = match &self.warm_up {
            WarmUp::InRust(path) => Some(path),
            WarmUp::Off | WarmUp::Generated => None,
        };
        let paths = self.builtins.iter().chain(warm_up);
        paths
            .map(|text| path(text))
            .try_for_each(|path| path.map(drop))
    }
}

/// Lists the names that settings may have for something in an interface.
fn full_names(interface: &Interface, name: &str) -> impl Iterator<Item = String> {
    interface.names().map(move |interface| match interface {
        "" => name.to_owned(),
        interface => format!("{interface}#{name}"),
    })
}

fn find<'s>(
    paths: &'s BTreeMap<String, String>,
    interface: &Interface,
    name: &str,
) -> Option<&'s str> {
    let mut names = full_names(interface, name);
    names.find_map(|name| paths.get(&name)).map(String::as_str)
}

fn check_known<'s>(
    kind: &'static str,
    mut named: impl Iterator<Item = &'s String>,
    known: Vec<String>,
) -> Result<(), BindgenError> {
    match named.find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => Err(BindgenError::Setting {
            kind,
            name: name.clone(),
            known,
        }),
    }
}

/// Parses a path in Rust.
pub(crate) fn path(text: &str) -> Result<syn::Path, BindgenError> {
    syn::parse_str(text).map_err(|_| BindgenError::Path(text.to_owned()))
}
