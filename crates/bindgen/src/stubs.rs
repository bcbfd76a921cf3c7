//! Type stubs of the package `wit`, for type checkers and editors: what the generated Rust is in Python.

mod annotation;
mod class;

use std::collections::BTreeSet;
use std::path::PathBuf;

use wit_bindgen_core::wit_parser::{Function, FunctionKind};

use crate::world::Interface;
use crate::{BindgenError, Settings, World, names};

use annotation::Scope;

/// A stub file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// Relative to the folder that type checkers search: `wit/exports/people.pyi`.
    pub path: PathBuf,
    /// Python.
    pub content: String,
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
        let empty = |name: &str| stub(name, format!("\"\"\"The world `{}`.\"\"\"\n", self.name()));
        let mut stubs = vec![
            empty("wit/__init__"),
            stub("wit/types", TYPES.to_owned()),
            empty("wit/imports/__init__"),
            empty("wit/exports/__init__"),
        ];
        let modules: BTreeSet<&str> = self
            .interfaces
            .iter()
            .map(|one| one.module.as_str())
            .collect();
        stubs.extend(modules.into_iter().map(|module| {
            let parts = self.interfaces.iter().filter(|one| one.module == module);
            let mut scope = Scope::new(self, settings, module);
            stub(&module.replace('.', "/"), self.stub_of(&mut scope, parts))
        }));
        Ok(stubs)
    }

    /// One module; the world itself has two sides in one.
    fn stub_of<'i>(
        &'i self,
        scope: &mut Scope<'_>,
        parts: impl Iterator<Item = &'i Interface>,
    ) -> String {
        let mut body = String::new();
        let mut docs = None;
        for interface in parts {
            docs = docs.or(interface.docs.as_deref());
            class::write(&mut body, scope, interface);
        }
        let doc = class::docstring(docs.unwrap_or(&format!("The world `{}`.", self.name())), "");
        format!("{doc}\n{}\n{body}", scope.imports())
    }
}

fn stub(name: &str, content: String) -> Stub {
    Stub {
        path: PathBuf::from(format!("{name}.pyi")),
        content,
    }
}

/// The parameters that Python passes, as Python calls them.
pub(crate) fn parameter_names(function: &Function) -> Vec<String> {
    let skipped = usize::from(matches!(function.kind, FunctionKind::Method(_)));
    let params = function.params.iter().skip(skipped);
    params.map(|param| names::python(&param.name)).collect()
}

/// How a function is written in the app: `def count(text: str) -> int`.
pub(crate) fn signature(world: &World, settings: &Settings, function: &Function) -> String {
    let mut scope = Scope::anywhere(world, settings);
    class::signature(&mut scope, function)
}
