//! Classes and functions of a module, as a type checker sees them.

use std::fmt::Write;

use wit_bindgen_core::wit_parser::{Docs, Enum, Flags, Function, Record, TypeId, Variant};

use super::Exports;
use crate::names;
use crate::python::{Scope, declaration, needed_fields, parameters, signature_in};
use crate::world::{
    Direction, Interface, Kind, Role, case_class, exception_class, free_functions, functions_of,
    role,
};

/// Writes all of an interface, and says what the app has to have for it.
pub(super) fn write(
    out: &mut String,
    scope: &mut Scope<'_>,
    interface: &Interface,
) -> Option<Exports> {
    scope.is_exporting = interface.direction == Direction::Export;
    for id in &interface.types {
        definition(out, scope, interface, *id);
    }
    match interface.direction {
        Direction::Import => {
            for function in free_functions(interface) {
                let signature = signature_in(scope, function);
                method(out, &signature, &function.docs, "");
            }
            None
        }
        Direction::Export if interface.functions.is_empty() => None,
        Direction::Export if scope.settings.is_in_rust(interface) => None,
        Direction::Export => Some(exports(out, scope, interface)),
    }
}

fn definition(out: &mut String, scope: &mut Scope<'_>, interface: &Interface, id: TypeId) {
    let world = scope.world;
    let (name, def) = (world.name_of(id), world.type_def(id));
    let class = world.class_of(id);
    let is_alias = class != id;
    match world.kind(id) {
        _ if scope.settings.type_in_rust(world, id).is_some() => in_rust(out, scope, name),
        _ if is_alias => alias(out, scope, name, class),
        Kind::Record(fields) => record(out, scope, name, fields, &def.docs),
        Kind::Enum(cases) => enumeration(out, scope, name, cases, &def.docs),
        Kind::Flags(bits) => flags(out, scope, name, bits, &def.docs),
        Kind::Variant(cases) => variant(out, scope, name, cases),
        Kind::Resource => resource(out, scope, interface, id),
        Kind::Bytes(_)
        | Kind::List(_)
        | Kind::FixedBytes(..)
        | Kind::FixedList(..)
        | Kind::Option(_)
        | Kind::Result(_)
        | Kind::Tuple(_)
        | Kind::Own(_)
        | Kind::Borrow(_)
        | Kind::Stream(_)
        | Kind::ByteStream(_)
        | Kind::Future(_)
        | Kind::Alias(_) => {
            let (own, structure) = (names::class(name), scope.structure(id));
            let annotation = scope.imported("typing", "TypeAlias");
            let _ = writeln!(out, "{own}: {annotation} = {structure}");
            document(out, &def.docs, "");
            out.push('\n');
        }
    }
    if !world.is_error(class) {
        return;
    }
    let exception = exception_class(name);
    if is_alias {
        let module = scope.module_of(class);
        let original = exception_class(world.name_of(class));
        let _ = writeln!(out, "{exception} = {module}{original}\n");
    } else {
        let err = scope.prefix("wit.types");
        let class = names::class(name);
        let _ = writeln!(out, "class {exception}({err}Err[{class}]):");
        let _ = writeln!(
            out,
            "    \"\"\"A function failed with a `{class}`, which is its `value`.\"\"\"\n"
        );
    }
}

/// Writes a type in Rust. Only its module knows what it is like.
fn in_rust(out: &mut String, scope: &mut Scope<'_>, name: &str) {
    let (class, any) = (names::class(name), scope.imported("typing", "Any"));
    let annotation = scope.imported("typing", "TypeAlias");
    let _ = writeln!(out, "{class}: {annotation} = {any}");
    let _ = writeln!(out, "\"\"\"A class in Rust.\"\"\"\n");
}

fn alias(out: &mut String, scope: &mut Scope<'_>, name: &str, definition: TypeId) {
    let (own, world) = (names::class(name), scope.world);
    let module = scope.module_of(definition);
    let original = world.name_of(definition);
    let annotation = scope.imported("typing", "TypeAlias");
    let _ = writeln!(
        out,
        "{own}: {annotation} = {module}{}",
        names::class(original)
    );
    if let Kind::Variant(variant) = world.kind(definition) {
        for case in &variant.cases {
            let (own, original) = (
                case_class(name, &case.name),
                case_class(original, &case.name),
            );
            let _ = writeln!(out, "{own}: {annotation} = {module}{original}");
        }
    }
    out.push('\n');
}

fn record(out: &mut String, scope: &mut Scope<'_>, name: &str, record: &Record, docs: &Docs) {
    let _ = writeln!(out, "@{}", scope.imported("dataclasses", "dataclass"));
    head(out, &names::class(name), "", docs);
    let needed = needed_fields(scope.world, record);
    for (index, field) in record.fields.iter().enumerate() {
        let annotation = scope.annotation(&field.ty);
        let default = if index < needed { "" } else { " = ..." };
        let _ = writeln!(
            out,
            "    {}: {annotation}{default}",
            names::python(&field.name)
        );
        document(out, &field.docs, "    ");
    }
    out.push('\n');
}

fn enumeration(out: &mut String, scope: &mut Scope<'_>, name: &str, cases: &Enum, docs: &Docs) {
    head(
        out,
        &names::class(name),
        &scope.imported("enum", "Enum"),
        docs,
    );
    for (index, case) in cases.cases.iter().enumerate() {
        let _ = writeln!(out, "    {} = {index}", names::constant(&case.name));
        document(out, &case.docs, "    ");
    }
    out.push('\n');
}

fn flags(out: &mut String, scope: &mut Scope<'_>, name: &str, flags: &Flags, docs: &Docs) {
    head(
        out,
        &names::class(name),
        &scope.imported("enum", "Flag"),
        docs,
    );
    for (index, flag) in flags.flags.iter().enumerate() {
        let _ = writeln!(
            out,
            "    {} = {}",
            names::constant(&flag.name),
            1u64 << index
        );
        document(out, &flag.docs, "    ");
    }
    out.push('\n');
}

/// Writes a class for each case, and the name of the variant for any of them: a `match` over all is seen to
/// be complete.
fn variant(out: &mut String, scope: &mut Scope<'_>, name: &str, variant: &Variant) {
    let mut classes = Vec::new();
    for case in &variant.cases {
        let class = case_class(name, &case.name);
        let _ = writeln!(
            out,
            "@{}(frozen=True)",
            scope.imported("dataclasses", "dataclass")
        );
        head(out, &class, "", &case.docs);
        match &case.ty {
            Some(ty) => {
                let annotation = scope.annotation(ty);
                let _ = writeln!(out, "    value: {annotation}\n");
            }
            None if case.docs.contents.is_none() => out.push_str("    ...\n\n"),
            None => out.push('\n'),
        }
        classes.push(class);
    }
    let annotation = scope.imported("typing", "TypeAlias");
    let (name, classes) = (names::class(name), classes.join(" | "));
    let _ = writeln!(out, "{name}: {annotation} = {classes}\n");
}

/// Writes a resource. An imported one is a class. An exported one is what the app's class has to be.
fn resource(out: &mut String, scope: &mut Scope<'_>, interface: &Interface, id: TypeId) {
    let (name, docs) = (scope.world.name_of(id), &scope.world.type_def(id).docs);
    let class = names::class(name);
    let is_imported = interface.direction == Direction::Import;
    let base = if is_imported {
        String::new()
    } else {
        scope.imported("typing", "Protocol")
    };
    head(out, &class, &base, docs);
    for function in functions_of(interface, id) {
        let is_method = matches!(role(function), Role::Method(_));
        if is_imported || is_method {
            resource_function(out, scope, function);
        }
    }
    if is_imported {
        let own = scope.imported("typing", "Self");
        let _ = writeln!(out, "    def __enter__(self) -> {own}: ...");
        let object = scope.builtin("object");
        let _ = writeln!(
            out,
            "    def __exit__(self, *exception: {object}) -> None: ...\n"
        );
        return;
    }
    out.push_str("    ...\n\n");
    head(out, &scope.free(format!("{class}Class")), &base, docs);
    for function in functions_of(interface, id) {
        let signature = signature_in(scope, function);
        match role(function) {
            Role::Constructor(_) => {
                let parameters = parameters(scope, function, true);
                let line = format!("def __call__({parameters}) -> {class}");
                method(out, &line, &function.docs, "    ");
            }
            Role::Static(_) => {
                let line = signature
                    .replacen('(', "(self, ", 1)
                    .replacen("(self, )", "(self)", 1);
                method(out, &line, &function.docs, "    ");
            }
            Role::Free | Role::Method(_) => {}
        }
    }
    out.push_str("    ...\n\n");
}

fn resource_function(out: &mut String, scope: &mut Scope<'_>, function: &Function) {
    if let Role::Static(_) = role(function) {
        let _ = writeln!(out, "    @{}", scope.builtin("staticmethod"));
    }
    let line = match role(function) {
        Role::Constructor(_) => {
            let parameters = parameters(scope, function, true);
            format!("def __init__({parameters}) -> None")
        }
        Role::Free | Role::Method(_) | Role::Static(_) => signature_in(scope, function),
    };
    method(out, &line, &function.docs, "    ");
}

/// Writes the protocol that the app, or its module for the interface, has to follow.
fn exports(out: &mut String, scope: &mut Scope<'_>, interface: &Interface) -> Exports {
    let protocol = scope.imported("typing", "Protocol");
    let class = scope.free("Exports".to_owned());
    let mut members = Vec::new();
    let _ = writeln!(out, "class {class}({protocol}):");
    out.push_str("    \"\"\"What the module that implements this has to have.\"\"\"\n\n");
    for id in &interface.types {
        if let Kind::Resource = scope.world.kind(*id) {
            let member = names::class(scope.world.name_of(*id));
            let (property, class) = (
                scope.builtin("property"),
                scope.free(format!("{member}Class")),
            );
            let _ = writeln!(
                out,
                "    @{property}\n    def {member}(self) -> {class}: ..."
            );
            members.push(member);
            scope.is_shadowed = true;
        }
    }
    let settings = scope.settings;
    let by_app = free_functions(interface).filter(|function| {
        let in_rust = settings.function_in_rust(interface, &function.name);
        in_rust.is_none()
    });
    scope.is_of_the_app = true;
    for function in by_app {
        let line = declaration(scope, function, true);
        method(out, &line, &function.docs, "    ");
        members.push(names::python(&function.name));
    }
    scope.is_of_the_app = false;
    scope.is_shadowed = false;
    out.push('\n');
    Exports { class, members }
}

fn method(out: &mut String, line: &str, docs: &Docs, indent: &str) {
    match &docs.contents {
        None => {
            let _ = writeln!(out, "{indent}{line}: ...");
        }
        Some(text) => {
            let _ = writeln!(out, "{indent}{line}:");
            out.push_str(&docstring(text, &format!("{indent}    ")));
        }
    }
}

fn head(out: &mut String, class: &str, base: &str, docs: &Docs) {
    let bases = match base {
        "" => String::new(),
        base => format!("({base})"),
    };
    let _ = writeln!(out, "class {class}{bases}:");
    if docs.contents.is_some() {
        document(out, docs, "    ");
        out.push('\n');
    }
}

fn document(out: &mut String, docs: &Docs, indent: &str) {
    if let Some(text) = &docs.contents {
        out.push_str(&docstring(text, indent));
    }
}

/// Writes text as a docstring of one line or more.
pub(crate) fn docstring(text: &str, indent: &str) -> String {
    let text = escaped(text.trim());
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    match lines.as_slice() {
        [line] => format!("{indent}\"\"\"{line}\"\"\"\n"),
        lines => {
            let separator = format!("\n{indent}");
            let text = lines
                .join(&separator)
                .replace(&format!("\n{indent}\n"), "\n\n");
            format!("{indent}\"\"\"{text}\n{indent}\"\"\"\n")
        }
    }
}

/// Writes text as it stands between triple quotes: nothing in it means something to Python.
fn escaped(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\\', "\\\\");
    if text.contains("\"\"\"") || text.ends_with('"') {
        text = text.replace('"', "\\\"");
    }
    let chars = text.chars().map(|char| match char {
        '\n' | '\t' => char.to_string(),
        // WIT has none, but an encoded package may.
        char if char.is_control() => format!("\\x{:02x}", u32::from(char)),
        char => char.to_string(),
    });
    chars.collect()
}

#[cfg(test)]
mod tests {
    use super::docstring;

    #[test]
    fn docstring_keeps_its_text_apart_from_its_quotes() {
        for (text, expected) in [
            ("plain", r#""""plain""""#),
            ("a quote\"", r#""""a quote\"""""#),
            ("two \"\"", r#""""two \"\"""""#),
            ("\"", r#""""\"""""#),
            ("\"\"\"", r#""""\"\"\"""""#),
            ("\"quoted\"", r#""""\"quoted\"""""#),
            ("ends in \\", r#""""ends in \\""""#),
            ("\\\"", r#""""\\\"""""#),
            ("a\0b\rc\u{9f}", r#""""a\x00b\x0dc\x9f""""#),
            ("a \"quoted\" word", r#""""a "quoted" word""""#),
            ("one\r\ntwo\"", "\"\"\"one\ntwo\\\"\n\"\"\""),
        ] {
            assert_eq!(docstring(text, ""), format!("{expected}\n"), "{text:?}");
        }
    }
}
