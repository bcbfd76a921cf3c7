//! The beginning of an app: a module for each exported interface, with functions that are yet to be written.

use std::fmt::Write;

use wit_bindgen_core::wit_parser::{Function, TypeId};

use crate::python::{Scope, parameters, result};
use crate::stubs::docstring;
use crate::world::{Direction, Interface, Kind, Role, free_functions, functions_of, role};
use crate::{Settings, World, names};

/// A module of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The interface's name in Python, `None` for what the world itself exports.
    pub name: Option<String>,
    /// Python. What it calls is yet to be written: it raises `NotImplementedError`.
    pub content: String,
    /// The functions and classes that the world exports.
    pub members: Vec<String>,
}

/// The body of what is yet to be written.
const BODY: &str = "raise NotImplementedError";

impl World {
    /// Writes the beginning of an app that has all that the world exports.
    #[must_use]
    pub fn app(&self) -> Vec<Module> {
        let settings = Settings::default();
        let exported = self.interfaces.iter().filter(|interface| {
            interface.direction == Direction::Export && !interface.functions.is_empty()
        });
        exported
            .map(|interface| module(self, &settings, interface))
            .collect()
    }
}

fn module(world: &World, settings: &Settings, interface: &Interface) -> Module {
    let mut scope = Scope::of_app(world, settings, interface);
    let (mut body, mut members) = (String::new(), Vec::new());
    for id in &interface.types {
        if let Kind::Resource = world.kind(*id) {
            members.push(class(&mut body, &mut scope, interface, *id));
        }
    }
    for function in free_functions(interface) {
        body.push_str("\n\n");
        write_function(&mut body, &mut scope, function, "");
        members.push(names::python(function.item_name()));
    }
    let docs = format!("What the world `{}` exports.", world.name());
    let docs = docstring(interface.docs.as_deref().unwrap_or(&docs), "");
    Module {
        name: interface.python_name.clone(),
        content: docs + &imports(&scope) + &body,
        members,
    }
}

/// Writes the import statements. The package `wit` is there in components alone, and only type checkers ask.
fn imports(scope: &Scope<'_>) -> String {
    let lines = scope.imports();
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "\nfrom __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n{lines}"
    )
}

/// Writes the class of a resource, and returns its name.
fn class(out: &mut String, scope: &mut Scope<'_>, interface: &Interface, id: TypeId) -> String {
    let world = scope.world;
    let name = names::class(world.name_of(id));
    let docs = world.type_def(id).docs.contents.as_deref();
    let _ = write!(out, "\n\nclass {name}:\n");
    out.push_str(&docstring(docs.unwrap_or("A resource."), "    "));
    for function in functions_of(interface, id) {
        out.push('\n');
        if let Role::Static(_) = role(function) {
            let _ = writeln!(out, "    @{}", scope.builtin("staticmethod"));
        }
        write_function(out, scope, function, "    ");
    }
    name
}

fn write_function(out: &mut String, scope: &mut Scope<'_>, function: &Function, indent: &str) {
    let (name, with_self, returned) = match role(function) {
        Role::Constructor(_) => ("__init__".to_owned(), true, "None".to_owned()),
        Role::Method(_) => (
            names::python(function.item_name()),
            true,
            result(scope, function),
        ),
        Role::Static(_) | Role::Free => (
            names::python(function.item_name()),
            false,
            result(scope, function),
        ),
    };
    let parameters = parameters(scope, function, with_self);
    let def = if function.kind.is_async() {
        "async def"
    } else {
        "def"
    };
    let _ = writeln!(out, "{indent}{def} {name}({parameters}) -> {returned}:");
    let inner = format!("{indent}    ");
    let docs = function.docs.contents.as_deref();
    let docs = docs.map_or_else(
        || format!("The export `{}`.", function.item_name()),
        str::to_owned,
    );
    out.push_str(&docstring(&docs, &inner));
    let _ = writeln!(out, "{inner}{BODY}");
}
