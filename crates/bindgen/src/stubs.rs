//! Type stubs of the package `wit`, for type checkers and editors: what the generated Rust is in Python.

mod class;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::python::Scope;
use crate::world::Interface;
use crate::{BindgenError, Settings, World};

pub(crate) use class::docstring;

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

/// The protocol that an implementation of an interface, or of the world itself, has to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exports {
    /// The name of the protocol, a class.
    pub class: String,
    /// The members that it asks for: functions and classes.
    pub members: Vec<String>,
}

const TYPES: &str = include_str!("stubs/types.pyi");
/// The module for worlds with async functions.
const STREAMS: &str = include_str!("stubs/streams.pyi");

impl World {
    /// Writes the stubs of the package `wit`, packages before what is in them.
    ///
    /// The app need not have what is written in Rust. Types in Rust are `Any`.
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
        if self.is_async() {
            stubs.push(stub("wit/streams", STREAMS.to_owned(), None));
        }
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

    /// Writes one module. The world itself has two sides in one.
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
