//! The Python side of a world: the spelling of types and functions, and the parameters that may be left out.
//! Generated Rust and stubs both follow it.

mod annotation;
mod function;

use wit_bindgen_core::wit_parser::{Record, TypeId};

use crate::world::{Interface, Kind};
use crate::{Settings, World, names};

pub(crate) use annotation::Scope;
pub(crate) use function::{
    declaration, parameter_names, parameters, passed, result, signature, signature_in,
};

/// A type that has a name and no class.
pub(crate) struct Alias {
    pub(crate) name: String,
    /// Its meaning to a running program, of builtins and the package `wit`.
    pub(crate) expression: String,
}

/// Returns the types of an interface that have a name and no class, but for those that only type checkers
/// know.
pub(crate) fn aliases(world: &World, settings: &Settings, interface: &Interface) -> Vec<Alias> {
    let types = interface.types.iter().copied();
    let aliases = types.filter(|id| !has_class(world, *id));
    let named = aliases.filter_map(|id| {
        Some(Alias {
            name: names::class(world.name_of(id)),
            expression: Scope::expression(world, settings, id)?,
        })
    });
    named.collect()
}

/// Tells whether a type has a class, by its own name or another.
pub(crate) fn has_class(world: &World, id: TypeId) -> bool {
    world.kind(world.definition(id)).has_class()
}

/// Returns how many fields the constructor of a record asks for: options at the end may be left out.
pub(crate) fn needed_fields(world: &World, record: &Record) -> usize {
    let mut fields = record.fields.iter();
    let last =
        fields.rposition(|field| !matches!(world.resolved(&field.ty), Some(Kind::Option(_))));
    last.map_or(0, |last| last + 1)
}
