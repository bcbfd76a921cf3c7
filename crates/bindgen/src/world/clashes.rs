//! Names that are refused, each with its line: what would be one thing in Python or in Rust, and what Rust
//! has no name for.

use std::collections::HashMap;

use wit_bindgen_core::wit_parser::{Function, Resolve, Span, Type, TypeId, WorldItem, WorldKey};

use super::{
    Direction, Interface, Kind, Role, World, case_class, exception_class, free_functions,
    functions_of, role,
};
use crate::{BindgenError, names};

/// Exports that every component has until its snapshot is taken: those of `crates/finish/wit/snapshot.wit`.
const OF_SNAPSHOT: [&str; 3] = ["begin-snapshot", "keep-initial-data", "prepare-snapshot"];
/// Words that even a raw identifier of Rust cannot be, and that paths mean something by.
pub(crate) const IN_PATHS: [&str; 3] = ["crate", "self", "super"];

impl World {
    /// Refuses names that generated code cannot have.
    pub(super) fn check_names(&self) -> Result<(), BindgenError> {
        self.check_packages()?;
        self.check_imported_modules()?;
        for interface in &self.interfaces {
            self.check_module(interface)?;
            for id in &interface.types {
                self.check_parts(*id)?;
                self.check_resource(interface, *id)?;
            }
            for function in &interface.functions {
                let params = function.params.iter();
                let params = params.map(|param| (param.name.as_str(), param.span));
                let whose = format!("parameters of `{}`", function.name);
                self.distinct(&whose, params, names::python)?;
                self.check_snapshot(interface, function)?;
            }
        }
        Ok(())
    }

    /// Checks that two things of one Python module do not have one name.
    fn check_module(&self, interface: &Interface) -> Result<(), BindgenError> {
        let mut taken: HashMap<String, String> = HashMap::new();
        let mut take = |name: String, span: Span, what: String| match taken
            .insert(name.clone(), what.clone())
        {
            None => Ok(()),
            Some(first) => Err(BindgenError::Clash {
                module: interface.module.clone(),
                name,
                first,
                second: what,
                at: self.line_of(span),
            }),
        };
        for id in &interface.types {
            let (name, span) = (self.name_of(*id), self.type_def(*id).span);
            take(names::class(name), span, format!("the type `{name}`"))?;
            if let Some(Kind::Variant(variant)) = self.resolved(&Type::Id(*id)) {
                for case in &variant.cases {
                    let what = format!("the case `{}` of `{name}`", case.name);
                    take(case_class(name, &case.name), case.span, what)?;
                }
            }
            if self.is_error(self.definition(*id)) {
                let what = format!("the exception for the error `{name}`");
                take(exception_class(name), span, what)?;
            }
        }
        for function in free_functions(interface) {
            let name = &function.name;
            take(
                names::python(name),
                function.span,
                format!("the function `{name}`"),
            )?;
        }
        Ok(())
    }

    /// Checks the name of a type, and the names of what is in it.
    fn check_parts(&self, id: TypeId) -> Result<(), BindgenError> {
        let (name, span, kind) = (self.name_of(id), self.type_def(id).span, self.kind(id));
        self.refuse_self(name, span, || "a type".to_owned())?;
        // `wit-bindgen` escapes the name of other types.
        let is_escaped_badly = matches!(kind, Kind::Flags(_) | Kind::Resource);
        if name == "ret-area" || is_escaped_badly && name == "guest" {
            return Err(BindgenError::Reserved {
                item: "a type".to_owned(),
                name: name.to_owned(),
                by: "the code for functions needs",
                at: self.line_of(span),
            });
        }
        let case = || format!("a case of `{name}`");
        match kind {
            Kind::Record(record) => {
                let fields = record.fields.iter();
                let fields = fields.map(|field| (field.name.as_str(), field.span));
                self.distinct(&format!("fields of `{name}`"), fields, names::python)
            }
            Kind::Flags(flags) => {
                let flags = flags.flags.iter();
                let flags = flags.map(|flag| (flag.name.as_str(), flag.span));
                self.distinct(&format!("flags of `{name}`"), flags, names::constant)
            }
            Kind::Variant(variant) => {
                let cases = variant.cases.iter();
                let mut cases = cases.map(|case| (case.name.as_str(), case.span));
                cases.try_for_each(|(name, span)| self.refuse_self(name, span, case))
            }
            Kind::Enum(enumeration) => {
                let cases = enumeration.cases.iter();
                let cases = cases.map(|case| (case.name.as_str(), case.span));
                self.distinct(&format!("cases of `{name}`"), cases.clone(), names::class)?;
                let mut cases = cases;
                cases.try_for_each(|(name, span)| self.refuse_self(name, span, case))
            }
            Kind::Resource
            | Kind::Bytes(_)
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
            | Kind::Alias(_) => Ok(()),
        }
    }

    /// Checks the methods of a resource, and the names in the code for an exported one.
    fn check_resource(&self, interface: &Interface, id: TypeId) -> Result<(), BindgenError> {
        let (name, def) = (self.name_of(id), self.type_def(id));
        if !matches!(self.kind(id), Kind::Resource) {
            return Ok(());
        }
        let functions = functions_of(interface, id).map(|function| match role(function) {
            Role::Constructor(_) => ("new", function.span),
            Role::Free | Role::Method(_) | Role::Static(_) => (function.item_name(), function.span),
        });
        let whose = format!("functions of `{name}` (the constructor being `new`)");
        self.distinct(&whose, functions, names::python)?;
        if interface.direction == Direction::Import {
            return Ok(());
        }
        if name == "t" {
            return Err(BindgenError::Reserved {
                item: "an exported resource".to_owned(),
                name: name.to_owned(),
                by: "is the parameter of the code for it",
                at: self.line_of(def.span),
            });
        }
        let taken =
            [format!("guest-{name}"), format!("{name}-borrow")].map(|own| names::class(&own));
        let mut types = interface.types.iter();
        match types.find(|other| taken.contains(&names::class(self.name_of(**other)))) {
            None => Ok(()),
            Some(other) => Err(BindgenError::Reserved {
                item: format!("a type beside the exported resource `{name}`"),
                name: self.name_of(*other).to_owned(),
                by: "the code for the resource needs",
                at: self.line_of(self.type_def(*other).span),
            }),
        }
    }

    fn check_snapshot(
        &self,
        interface: &Interface,
        function: &Function,
    ) -> Result<(), BindgenError> {
        let is_export = interface.direction == Direction::Export && interface.wit_name.is_empty();
        if is_export && OF_SNAPSHOT.contains(&function.name.as_str()) {
            Err(BindgenError::Reserved {
                item: "an export of the world".to_owned(),
                name: function.name.clone(),
                by: "is what a snapshot is taken with",
                at: self.line_of(function.span),
            })
        } else {
            Ok(())
        }
    }

    /// Packages become modules of Rust, which cannot be called like the beginning of a path.
    fn check_packages(&self) -> Result<(), BindgenError> {
        let world = &self.resolve.worlds[self.id];
        for key in world.imports.keys().chain(world.exports.keys()) {
            // Others are in modules of the world.
            let WorldKey::Interface(id) = key else {
                continue;
            };
            let interface = &self.resolve.interfaces[*id];
            let package = interface.package.map(|id| &self.resolve.packages[id].name);
            if let Some(package) = package.filter(|one| IN_PATHS.contains(&one.name.as_str())) {
                return Err(BindgenError::Reserved {
                    item: format!("the package `{}:{}`", package.namespace, package.name),
                    name: package.name.clone(),
                    by: "Rust reserves",
                    at: self.line_of(interface.span),
                });
            }
        }
        Ok(())
    }

    /// Checks that the outermost module of an import is not that of all exports.
    fn check_imported_modules(&self) -> Result<(), BindgenError> {
        for (key, item) in &self.resolve.worlds[self.id].imports {
            let WorldItem::Interface { id, .. } = item else {
                continue;
            };
            let interface = &self.resolve.interfaces[*id];
            let package = interface.package.map(|id| &self.resolve.packages[id].name);
            let outermost = match key {
                WorldKey::Name(name) => Some(name),
                WorldKey::Interface(_) => package.map(|package| &package.namespace),
            };
            if outermost.is_some_and(|name| name == "exports") {
                return Err(BindgenError::Reserved {
                    item: "an imported interface or the namespace of its package".to_owned(),
                    name: "exports".to_owned(),
                    by: "is the module of all exports",
                    at: self.line_of(interface.span),
                });
            }
        }
        Ok(())
    }

    /// Refuses names that are different in WIT and would be one.
    fn distinct<'n>(
        &self,
        whose: &str,
        names: impl Iterator<Item = (&'n str, Span)>,
        translated: fn(&str) -> String,
    ) -> Result<(), BindgenError> {
        let mut taken: HashMap<String, &str> = HashMap::new();
        for (second, span) in names {
            let name = translated(second);
            if let Some(first) = taken.insert(name.clone(), second) {
                return Err(BindgenError::Alike {
                    whose: whose.to_owned(),
                    first: first.to_owned(),
                    second: second.to_owned(),
                    name,
                    at: self.line_of(span),
                });
            }
        }
        Ok(())
    }

    /// Refuses `Self`, which means something else in Rust and cannot be written raw.
    fn refuse_self(
        &self,
        name: &str,
        span: Span,
        what: impl FnOnce() -> String,
    ) -> Result<(), BindgenError> {
        match name {
            "self" => Err(BindgenError::Reserved {
                item: what(),
                name: name.to_owned(),
                by: "Rust reserves",
                at: self.line_of(span),
            }),
            _ => Ok(()),
        }
    }

    /// Returns the place of something in the WIT, as a line of an error; nothing for what was encoded.
    pub(super) fn line_of(&self, span: Span) -> Box<str> {
        line_of(&self.resolve, span)
    }
}

/// Returns the same as [`World::line_of`].
pub(super) fn line_of(resolve: &Resolve, span: Span) -> Box<str> {
    if span.is_known() {
        format!("\n --> {}", resolve.render_location(span)).into()
    } else {
        Box::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn exports_of_a_snapshot_are_those_of_the_contract() {
        let contract = include_str!("../../../finish/wit/snapshot.wit");
        let mut resolve = Resolve::default();
        resolve.push_str("snapshot.wit", contract).expect("WIT");
        let exports = resolve.worlds.iter().flat_map(|(_, world)| &world.exports);
        let names: BTreeSet<String> = exports
            .map(|(key, _)| resolve.name_world_key(key))
            .collect();
        assert_eq!(names, OF_SNAPSHOT.map(str::to_owned).into());
    }
}
