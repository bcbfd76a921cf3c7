//! Type stubs of the package `wit`, for type checkers and editors: what the generated Rust is in Python.

mod annotation;
mod class;

use std::collections::BTreeSet;
use std::path::PathBuf;

use wit_bindgen_core::wit_parser::{Function, FunctionKind};

use crate::world::Interface;
use crate::{BindgenError, Settings, World, names};

use annotation::{Scope, is_class};

/// A stub file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// Relative to the folder that type checkers search: `wit/exports/people.pyi`.
    pub path: PathBuf,
    /// Python.
    pub content: String,
    /// The protocol in it that the app has to follow.
    pub exports: Option<Exports>,
}

/// What an implementation of an interface, or of the world itself, has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exports {
    /// The name of the protocol, a class.
    pub class: String,
    /// What it asks for: functions and classes.
    pub members: Vec<String>,
}

const TYPES: &str = include_str!("stubs/types.pyi");

impl World {
    /// The stubs of the package `wit`, packages before what is in them. What is written in Rust is nothing that the app has to
    /// have, and types in Rust are `Any`.
    ///
    /// # Errors
    /// When the settings do not fit the world.
    pub fn stubs(&self, settings: &Settings) -> Result<Vec<Stub>, BindgenError> {
        settings.check(self)?;
        let doc = format!("\"\"\"The world `{}`.\"\"\"\n", self.name());
        let mut stubs = vec![
            stub("wit/__init__", doc.clone(), None),
            stub("wit/types", TYPES.to_owned(), None),
            stub("wit/imports/__init__", doc.clone(), None),
            stub("wit/exports/__init__", doc, None),
        ];
        let interfaces = self.interfaces.iter();
        let modules: BTreeSet<&str> = interfaces.map(|one| one.module.as_str()).collect();
        stubs.extend(modules.into_iter().map(|module| {
            let parts = self.interfaces.iter().filter(|one| one.module == module);
            let mut scope = Scope::new(self, settings, module);
            let (content, exports) = self.stub_of(&mut scope, parts);
            stub(&module.replace('.', "/"), content, exports)
        }));
        Ok(stubs)
    }

    /// One module; the world itself has two sides in one.
    fn stub_of<'i>(
        &'i self,
        scope: &mut Scope<'_>,
        parts: impl Iterator<Item = &'i Interface>,
    ) -> (String, Option<Exports>) {
        let (mut body, mut docs, mut exports) = (String::new(), None, None);
        for interface in parts {
            docs = docs.or(interface.docs.as_deref());
            exports = class::write(&mut body, scope, interface).or(exports);
        }
        let doc = class::docstring(docs.unwrap_or(&format!("The world `{}`.", self.name())), "");
        (format!("{doc}\n{}\n{body}", scope.imports()), exports)
    }
}

fn stub(name: &str, content: String, exports: Option<Exports>) -> Stub {
    Stub {
        path: PathBuf::from(format!("{name}.pyi")),
        content,
        exports,
    }
}

/// The parameters that Python passes, as Python calls them.
pub(crate) fn parameter_names(function: &Function) -> Vec<String> {
    let skipped = usize::from(matches!(function.kind, FunctionKind::Method(_)));
    let params = function.params.iter().skip(skipped);
    params.map(|param| names::python(&param.name)).collect()
}

/// The types of an interface that have a name and no class: what they are called, and what they are as an expression.
pub(crate) fn aliases(
    world: &World,
    settings: &Settings,
    interface: &Interface,
) -> Vec<(String, String)> {
    let types = interface.types.iter();
    let aliases = types.filter(|id| {
        let definition = world.type_def(world.definition(**id));
        !is_class(&definition.kind)
    });
    let named = aliases.filter_map(|id| {
        let expression = Scope::expression(world, settings, *id)?;
        Some((names::class(world.name_of(*id)), expression))
    });
    named.collect()
}

/// How a function is written in the app: `def count(text: str) -> int`.
pub(crate) fn signature(world: &World, settings: &Settings, function: &Function) -> String {
    let mut scope = Scope::anywhere(world, settings);
    class::signature(&mut scope, function)
}
