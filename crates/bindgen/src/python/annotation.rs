//! Types of WIT as annotations in Python.

use std::collections::{BTreeSet, HashSet};

use wit_bindgen_core::wit_parser::{Type, TypeId};

use super::has_class;
use crate::world::{Interface, Kind, case_class, exception_class};
use crate::{NumberLists, Settings, World, names};

/// The longest list of fixed length that is spelt item by item.
const LONGEST_SPELT: usize = 16;

/// The module that annotations are written for: what it imports is noted as it is used.
pub(crate) struct Scope<'w> {
    pub(crate) world: &'w World,
    pub(crate) settings: &'w Settings,
    /// `None` for error messages, which name classes without their modules.
    module: Option<String>,
    modules: BTreeSet<String>,
    names: BTreeSet<(&'static str, &'static str)>,
    /// Names of the module itself and of its classes: they hide what has the same name elsewhere.
    taken: HashSet<String>,
    /// True if a type without a class of its own is called by its name.
    knows_aliases: bool,
    /// True if something was written that is only in stubs: what an exported resource has to be.
    is_for_checkers: bool,
    /// True if functions are those that the app has.
    pub(crate) is_of_the_app: bool,
    /// True for functions of the app, which are given arguments; those of the host give results.
    pub(crate) is_exporting: bool,
    /// True while something is written that comes from outside of the component.
    pub(super) is_received: bool,
    /// True if names of the module itself are written in full, since others of the same name are closer.
    pub(crate) is_shadowed: bool,
}

impl<'w> Scope<'w> {
    pub(crate) fn new(world: &'w World, settings: &'w Settings, module: &str) -> Self {
        let interfaces = world.interfaces.iter();
        let here = interfaces.filter(|interface| interface.module == module);
        Self {
            module: Some(module.to_owned()),
            taken: here
                .flat_map(|interface| own_names(world, interface))
                .collect(),
            ..Self::anywhere(world, settings)
        }
    }

    /// The module of the app that implements an interface.
    pub(crate) fn of_app(world: &'w World, settings: &'w Settings, interface: &Interface) -> Self {
        Self {
            module: Some(String::new()),
            taken: own_names(world, interface).into_iter().collect(),
            is_of_the_app: true,
            ..Self::anywhere(world, settings)
        }
    }

    pub(crate) fn anywhere(world: &'w World, settings: &'w Settings) -> Self {
        Self {
            world,
            settings,
            module: None,
            modules: BTreeSet::new(),
            names: BTreeSet::new(),
            taken: HashSet::new(),
            knows_aliases: true,
            is_for_checkers: false,
            is_of_the_app: false,
            is_exporting: true,
            is_received: false,
            is_shadowed: false,
        }
    }

    /// Writes a type as it is to a running program, as an expression that knows nothing but builtins and the
    /// package `wit`. Returns nothing if only type checkers know the type.
    pub(crate) fn expression(
        world: &'w World,
        settings: &'w Settings,
        id: TypeId,
    ) -> Option<String> {
        let mut scope = Self {
            module: Some(String::new()),
            knows_aliases: false,
            ..Self::anywhere(world, settings)
        };
        let text = scope.structure(id);
        (!scope.is_for_checkers).then_some(text)
    }

    /// Imports a name from the standard library. No name of WIT begins with an underscore.
    pub(crate) fn imported(&mut self, module: &'static str, name: &'static str) -> String {
        self.names.insert((module, name));
        if self.taken.contains(name) {
            format!("_{name}")
        } else {
            name.to_owned()
        }
    }

    /// Tells whether a module is written, and not a message.
    pub(super) fn is_in_module(&self) -> bool {
        self.module.is_some()
    }

    /// Makes a name of the stub's own that is like `name`, and that nothing in the module has.
    pub(crate) fn free(&self, name: String) -> String {
        if self.taken.contains(&name) {
            name + "_"
        } else {
            name
        }
    }

    /// Writes the import statements for all that was used.
    pub(crate) fn imports(&self) -> String {
        let modules = self.modules.iter();
        let mut lines: Vec<String> = modules
            .map(|module| match self.alias(module) {
                Some(alias) => format!("import {module} as {alias}\n"),
                None => format!("import {module}\n"),
            })
            .collect();
        let mut from: Vec<(&str, Vec<String>)> = Vec::new();
        for (module, name) in &self.names {
            let name = if self.taken.contains(*name) {
                format!("{name} as _{name}")
            } else {
                (*name).to_owned()
            };
            match from.last_mut() {
                Some((last, names)) if last == module => names.push(name),
                _ => from.push((module, vec![name])),
            }
        }
        lines.extend(
            from.iter()
                .map(|(module, names)| format!("from {module} import {}\n", names.join(", "))),
        );
        lines.concat()
    }

    /// Returns the name of a module here if its own name is taken.
    fn alias(&self, module: &str) -> Option<String> {
        let root = module.split('.').next().unwrap_or_default();
        let is_taken = self.taken.contains(root);
        is_taken.then(|| format!("_{}", module.replace('.', "_")))
    }

    /// Returns the prefix for names of the module that defines a type, and imports that module.
    pub(crate) fn module_of(&mut self, id: TypeId) -> String {
        let module = self.world.owner(id).module.clone();
        self.prefix(&module)
    }

    /// Imports a module unless it is this one. Returns the prefix for its names.
    pub(crate) fn prefix(&mut self, module: &str) -> String {
        match &self.module {
            Some(own) if own != module || self.is_shadowed => {
                self.modules.insert(module.to_owned());
                self.alias(module).unwrap_or_else(|| module.to_owned()) + "."
            }
            _ => String::new(),
        }
    }

    pub(crate) fn builtin(&mut self, name: &str) -> String {
        if self.taken.contains(name) {
            self.prefix("builtins") + name
        } else {
            name.to_owned()
        }
    }

    /// Writes the annotation for nothing or something.
    pub(crate) fn optional(&mut self, ty: Option<&Type>) -> String {
        ty.map_or_else(|| "None".to_owned(), |ty| self.annotation(ty))
    }

    pub(crate) fn annotation(&mut self, ty: &Type) -> String {
        match ty {
            Type::Bool => self.builtin("bool"),
            Type::F32 | Type::F64 => self.builtin("float"),
            Type::Char | Type::String => self.builtin("str"),
            Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::S8
            | Type::S16
            | Type::S32
            | Type::S64 => self.builtin("int"),
            Type::Id(id) => self.named(*id),
            Type::ErrorContext => unreachable!("`error-context` was refused"),
        }
    }

    /// Writes the annotation for what a function of the app returns: numbers may be in any buffer.
    pub(crate) fn returned(&mut self, ty: Option<&Type>) -> String {
        match ty.and_then(|ty| self.world.resolved(ty)) {
            Some(Kind::List(item)) if self.is_array(item) => {
                self.imported("collections.abc", "Buffer")
            }
            _ => self.optional(ty),
        }
    }

    /// Tells whether Python sees a list of these as an array.
    fn is_array(&self, item: &Type) -> bool {
        self.settings.number_lists == NumberLists::Array && self.world.is_number(item)
    }

    fn named(&mut self, id: TypeId) -> String {
        let is_named = self.world.type_def(id).name.is_some();
        if is_named && (self.knows_aliases || has_class(self.world, id)) {
            self.class(id)
        } else {
            self.structure(id)
        }
    }

    /// Writes what a type is made of, whatever its name is.
    pub(crate) fn structure(&mut self, id: TypeId) -> String {
        let world = self.world;
        match world.kind(id) {
            Kind::Alias(ty) => self.annotation(ty),
            Kind::Bytes(_) | Kind::FixedBytes(..) => self.builtin("bytes"),
            Kind::List(item) if self.is_array(item) => {
                self.is_for_checkers = true;
                let array = self.imported("array", "array");
                format!("{array}[{}]", self.annotation(item))
            }
            Kind::List(item) => {
                let item = self.annotation(item);
                format!("{}[{item}]", self.builtin("list"))
            }
            Kind::FixedList(item, length) => {
                let (item, tuple) = (self.annotation(item), self.builtin("tuple"));
                format!("{tuple}[{}]", items(&item, *length as usize))
            }
            Kind::Option(value) => {
                let inner = self.annotation(value);
                if let Some(Kind::Option(_)) = world.resolved(value) {
                    format!("{}Some[{inner}] | None", self.prefix("wit.types"))
                } else {
                    format!("{inner} | None")
                }
            }
            Kind::Result(result) => {
                let ok = self.optional(result.ok.as_ref());
                let err = self.optional(result.err.as_ref());
                let types = self.prefix("wit.types");
                format!("{types}Ok[{ok}] | {types}Err[{err}]")
            }
            Kind::Tuple(tuple) => {
                let items: Vec<_> = tuple
                    .types
                    .iter()
                    .map(|item| self.annotation(item))
                    .collect();
                format!("{}[{}]", self.builtin("tuple"), items.join(", "))
            }
            Kind::Own(resource) | Kind::Borrow(resource) => self.class(*resource),
            Kind::Stream(item) => {
                let item = self.annotation(item);
                self.stream(&item)
            }
            Kind::ByteStream(_) => {
                let item = self.builtin("bytes");
                self.stream(&item)
            }
            Kind::Future(value) => {
                let value = self.optional(value.as_ref());
                let awaitable = self.imported("collections.abc", "Awaitable");
                format!("{awaitable}[{value}]")
            }
            Kind::Record(_)
            | Kind::Variant(_)
            | Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Resource => self.class(id),
        }
    }

    /// Writes a stream. One that is given may be anything that can be iterated.
    fn stream(&mut self, item: &str) -> String {
        if self.is_received {
            format!("{}Stream[{item}]", self.prefix("wit.streams"))
        } else {
            format!(
                "{}[{item}]",
                self.imported("collections.abc", "AsyncIterable")
            )
        }
    }

    /// Writes a class, by the name that its own module has for it.
    fn class(&mut self, id: TypeId) -> String {
        let world = self.world;
        let definition = world.definition(id);
        let is_resource = matches!(world.kind(definition), Kind::Resource);
        self.is_for_checkers |= is_resource && world.is_exported_resource(definition);
        self.module_of(id) + &names::class(self.world.name_of(id))
    }
}

/// Returns the annotations of as many items of a tuple; the length of a long one is not spelt.
fn items(item: &str, length: usize) -> String {
    if length > LONGEST_SPELT {
        return format!("{item}, ...");
    }
    vec![item; length].join(", ")
}

/// Lists the names of an interface in Python: of its classes and functions, and of what is in them.
fn own_names(world: &World, interface: &Interface) -> Vec<String> {
    let functions = interface.functions.iter();
    let mut all: Vec<String> = functions
        .map(|function| names::python(function.item_name()))
        .collect();
    for id in &interface.types {
        let name = world.name_of(*id);
        all.extend([names::class(name), exception_class(name)]);
        match world.kind(world.definition(*id)) {
            Kind::Record(record) => {
                all.extend(record.fields.iter().map(|field| names::python(&field.name)));
            }
            Kind::Variant(variant) => {
                all.extend(
                    variant
                        .cases
                        .iter()
                        .map(|case| case_class(name, &case.name)),
                );
            }
            Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Resource
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
            | Kind::Alias(_) => {}
        }
    }
    all
}
