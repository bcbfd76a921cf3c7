//! A world as generated code needs it: interfaces with a direction, each with its types and functions.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use wit_bindgen_core::wit_parser::{
    Function, FunctionKind, Handle, InterfaceId, PackageId, Resolve, Type, TypeDef, TypeDefKind,
    TypeId, WorldId, WorldItem, WorldKey,
};
use wit_bindgen_core::{TypeInfo, Types, name_package_module};

use crate::{BindgenError, names};

/// A world that was read, and can be generated from.
pub struct World {
    /// As `wit-parser` gives it; `wit-bindgen` takes a copy and gives types of its own to each side.
    pub(crate) original: Resolve,
    pub(crate) resolve: Resolve,
    pub(crate) id: WorldId,
    pub(crate) interfaces: Vec<Interface>,
    files: Vec<PathBuf>,
    /// The interface that each named type belongs to.
    owners: HashMap<TypeId, usize>,
    infos: Types,
}

/// Which side implements an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Import,
    Export,
}

/// An interface of the world, or what the world itself imports or exports.
#[derive(Clone, Debug)]
pub(crate) struct Interface {
    pub(crate) direction: Direction,
    /// `wasi-py:people/people`, without a version; empty for the world itself.
    pub(crate) wit_name: String,
    /// The same with the version, if there is one.
    pub(crate) full_name: String,
    /// What Python calls it: `people`. `None` for the world itself.
    pub(crate) python_name: Option<String>,
    /// The module of its types and imported functions: `wit.exports.people`.
    pub(crate) module: String,
    /// Where `wit-bindgen` puts it.
    pub(crate) path: Vec<proc_macro2::Ident>,
    pub(crate) docs: Option<String>,
    /// Named types, in the order of the WIT.
    pub(crate) types: Vec<TypeId>,
    pub(crate) functions: Vec<Function>,
}

impl Interface {
    /// Its name without and, if it has one, with its version.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let versioned = (self.full_name != self.wit_name).then_some(self.full_name.as_str());
        [self.wit_name.as_str()].into_iter().chain(versioned)
    }

    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }
}

impl World {
    /// Reads the packages at `paths`, the last of which has the world. `world` may be left out if there is only one.
    ///
    /// # Errors
    /// When the WIT is not valid, when there is no such world, and when it uses what WASI 0.2 does not have.
    pub fn read(paths: &[PathBuf], world: Option<&str>) -> Result<Self, BindgenError> {
        let mut resolve = Resolve::default();
        let mut files = Vec::new();
        let mut main = Vec::new();
        for path in paths {
            let (package, read) = push(&mut resolve, path)?;
            main = vec![package];
            files.extend(read);
        }
        let id = select(&resolve, &main, world)?;
        Self::new(resolve, id, files)
    }

    fn new(original: Resolve, id: WorldId, files: Vec<PathBuf>) -> Result<Self, BindgenError> {
        let mut resolve = original.clone();
        resolve.generate_nominal_type_ids(id);
        let mut infos = Types::default();
        infos.analyze(&resolve);
        let interfaces = interfaces(&resolve, id);
        let mut owners = HashMap::new();
        for (index, interface) in interfaces.iter().enumerate() {
            owners.extend(interface.types.iter().map(|id| (*id, index)));
        }
        let world = Self {
            original,
            resolve,
            id,
            interfaces,
            files,
            owners,
            infos,
        };
        world.check_support()?;
        world.check_names()?;
        Ok(world)
    }

    /// The files that were read.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The name of the world.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.resolve.worlds[self.id].name
    }

    pub(crate) fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.resolve.types[id]
    }

    /// The name of a type that has one.
    pub(crate) fn name_of(&self, id: TypeId) -> &str {
        self.type_def(id).name.as_deref().unwrap_or_default()
    }

    pub(crate) fn info(&self, ty: &Type) -> TypeInfo {
        match ty {
            Type::Id(id) => self.infos.get(*id),
            Type::String => TypeInfo {
                has_list: true,
                ..TypeInfo::default()
            },
            _ => TypeInfo::default(),
        }
    }

    /// The type that a chain of `use` and `type` ends at.
    pub(crate) fn definition(&self, mut id: TypeId) -> TypeId {
        while let TypeDefKind::Type(Type::Id(next)) = self.type_def(id).kind {
            id = next;
        }
        id
    }

    /// What a type is, whatever it is called.
    pub(crate) fn kind(&self, ty: &Type) -> Option<&TypeDefKind> {
        match ty {
            Type::Id(id) => Some(&self.type_def(self.definition(*id)).kind),
            _ => None,
        }
    }

    /// The interface that a named type belongs to.
    pub(crate) fn owner(&self, id: TypeId) -> &Interface {
        &self.interfaces[self.owners[&id]]
    }

    pub(crate) fn is_exported_resource(&self, id: TypeId) -> bool {
        self.owner(self.definition(id)).direction == Direction::Export
    }

    /// Whether a value of this type holds a `borrow` of a resource that this component exports.
    pub(crate) fn has_exported_borrow(&self, ty: &Type) -> bool {
        let Type::Id(id) = ty else { return false };
        if let TypeDefKind::Handle(Handle::Borrow(resource)) = self.type_def(*id).kind {
            return self.is_exported_resource(resource);
        }
        parts(&self.type_def(*id).kind)
            .iter()
            .any(|part| self.has_exported_borrow(part))
    }

    /// The error types of functions, as definitions, for which there is an exception.
    pub(crate) fn error_types(&self) -> HashSet<TypeId> {
        let functions = self
            .interfaces
            .iter()
            .flat_map(|interface| &interface.functions);
        let errors = functions.filter_map(|function| match self.kind(&function.result?)? {
            TypeDefKind::Result(result) => match result.err? {
                Type::Id(id) => Some(self.definition(id)),
                _ => None,
            },
            _ => None,
        });
        errors
            .filter(|id| self.type_def(*id).name.is_some() && !self.is_exception(*id))
            .collect()
    }

    /// Whether a type is the record that stands for any Python exception.
    pub(crate) fn is_exception(&self, id: TypeId) -> bool {
        let def = self.type_def(self.definition(id));
        let TypeDefKind::Record(record) = &def.kind else {
            return false;
        };
        let fields = record.fields.iter();
        let fields = fields.map(|field| (field.name.as_str(), &field.ty));
        def.name.as_deref() == Some("exception")
            && fields.eq(EXCEPTION_FIELDS.map(|name| (name, &Type::String)))
    }

    fn check_support(&self) -> Result<(), BindgenError> {
        let mut seen = HashSet::new();
        for interface in &self.interfaces {
            for id in &interface.types {
                let item = format!("the type `{}`", self.name_of(*id));
                self.check_type(&Type::Id(*id), &item, &mut seen)?;
            }
            for function in &interface.functions {
                let item = format!("the function `{}`", function.name);
                check_kind(function, &item)?;
                for ty in function.parameter_and_result_types() {
                    self.check_type(&ty, &item, &mut seen)?;
                }
            }
        }
        Ok(())
    }

    fn check_type(
        &self,
        ty: &Type,
        item: &str,
        seen: &mut HashSet<TypeId>,
    ) -> Result<(), BindgenError> {
        let id = match ty {
            Type::Id(id) => *id,
            Type::ErrorContext => return Err(unsupported(item, "`error-context`", NO_ASYNC)),
            _ => return Ok(()),
        };
        if !seen.insert(id) {
            return Ok(());
        }
        let kind = &self.type_def(id).kind;
        match kind {
            TypeDefKind::Future(_) => Err(unsupported(item, "`future`", NO_ASYNC)),
            TypeDefKind::Stream(_) => Err(unsupported(item, "`stream`", NO_ASYNC)),
            TypeDefKind::Map(..) => Err(unsupported(item, "`map`", "use a list of tuples")),
            TypeDefKind::FixedLengthList(..) => Err(unsupported(
                item,
                "a list of fixed length",
                "use a list or a tuple",
            )),
            TypeDefKind::Tuple(tuple) if tuple.types.len() > LONGEST_TUPLE => {
                let what = format!("a tuple of {}", tuple.types.len());
                Err(unsupported(item, &what, "use a record"))
            }
            kind => parts(kind)
                .iter()
                .try_for_each(|part| self.check_type(part, item, seen)),
        }
    }

    /// Two things of one Python module must not have one name.
    fn check_names(&self) -> Result<(), BindgenError> {
        let errors = self.error_types();
        for interface in &self.interfaces {
            let mut taken: HashMap<String, String> = HashMap::new();
            let mut take =
                |name: String, what: String| match taken.insert(name.clone(), what.clone()) {
                    None => Ok(()),
                    Some(first) => Err(BindgenError::Clash {
                        module: interface.module.clone(),
                        name,
                        first,
                        second: what,
                    }),
                };
            for id in &interface.types {
                let name = self.name_of(*id);
                take(names::class(name), format!("the type `{name}`"))?;
                if let Some(TypeDefKind::Variant(variant)) = self.kind(&Type::Id(*id)) {
                    for case in &variant.cases {
                        let what = format!("the case `{}` of `{name}`", case.name);
                        take(case_class(name, &case.name), what)?;
                    }
                }
                if errors.contains(&self.definition(*id)) {
                    let what = format!("the exception for the error `{name}`");
                    take(exception_class(name), what)?;
                }
            }
            for function in free_functions(interface) {
                let name = &function.name;
                take(names::python(name), format!("the function `{name}`"))?;
            }
        }
        Ok(())
    }
}

/// The fields of the record `exception`.
pub(crate) const EXCEPTION_FIELDS: [&str; 3] = ["type-name", "message", "traceback"];
/// As long as Rust's tuples have all traits that are needed.
const LONGEST_TUPLE: usize = 12;
const NO_ASYNC: &str = "use a resource with methods, or a list";

/// The exception for a type that functions fail with.
pub(crate) fn exception_class(wit: &str) -> String {
    names::class(wit) + "Exception"
}

/// The class for a case of a variant.
pub(crate) fn case_class(variant: &str, case: &str) -> String {
    names::class(&format!("{variant}-{case}"))
}

/// Functions that belong to no resource.
pub(crate) fn free_functions(interface: &Interface) -> impl Iterator<Item = &Function> {
    let functions = interface.functions.iter();
    functions.filter(|function| function.kind.resource().is_none())
}

/// The functions of a resource.
pub(crate) fn functions_of(interface: &Interface, id: TypeId) -> impl Iterator<Item = &Function> {
    let functions = interface.functions.iter();
    functions.filter(move |function| function.kind.resource() == Some(id))
}

/// The types that a type is directly made of.
pub(crate) fn parts(kind: &TypeDefKind) -> Vec<Type> {
    match kind {
        TypeDefKind::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
        TypeDefKind::Tuple(tuple) => tuple.types.clone(),
        TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
        TypeDefKind::Option(ty) | TypeDefKind::List(ty) | TypeDefKind::Type(ty) => vec![*ty],
        TypeDefKind::Result(result) => result.ok.into_iter().chain(result.err).collect(),
        _ => Vec::new(),
    }
}

fn unsupported(item: &str, what: &str, help: &'static str) -> BindgenError {
    BindgenError::Unsupported {
        item: item.to_owned(),
        what: what.to_owned(),
        help,
    }
}

fn check_kind(function: &Function, item: &str) -> Result<(), BindgenError> {
    match function.kind {
        FunctionKind::Freestanding
        | FunctionKind::Method(_)
        | FunctionKind::Static(_)
        | FunctionKind::Constructor(_) => Ok(()),
        FunctionKind::AsyncFreestanding
        | FunctionKind::AsyncMethod(_)
        | FunctionKind::AsyncStatic(_) => Err(unsupported(item, "`async`", "leave `async` out")),
        _ => Err(unsupported(item, "`get` or `set`", "write a function")),
    }
}

fn push(resolve: &mut Resolve, path: &Path) -> Result<(PackageId, Vec<PathBuf>), BindgenError> {
    if !path.exists() {
        return Err(BindgenError::Missing(path.to_owned()));
    }
    match resolve.push_path(path) {
        Ok((package, sources)) => Ok((package, sources.paths().map(Path::to_owned).collect())),
        Err(error) => Err(BindgenError::Wit(resolve.render_error(&error))),
    }
}

fn select(
    resolve: &Resolve,
    main: &[PackageId],
    world: Option<&str>,
) -> Result<WorldId, BindgenError> {
    resolve.select_world(main, world).map_err(|error| {
        let packages = main.iter().map(|package| &resolve.packages[*package]);
        BindgenError::World {
            reason: error.to_string(),
            worlds: packages
                .flat_map(|package| package.worlds.keys().cloned())
                .collect(),
        }
    })
}

/// Imports first, in the order of the WIT.
fn interfaces(resolve: &Resolve, id: WorldId) -> Vec<Interface> {
    let world = &resolve.worlds[id];
    let mut found = vec![
        world_itself(Direction::Import),
        world_itself(Direction::Export),
    ];
    for (direction, items) in [
        (Direction::Import, &world.imports),
        (Direction::Export, &world.exports),
    ] {
        for (key, item) in items {
            match item {
                WorldItem::Interface { id, .. } => {
                    found.push(interface(resolve, direction, key, *id));
                }
                WorldItem::Function(function) => {
                    found[direction as usize].functions.push(function.clone());
                }
                WorldItem::Type { id, .. } => found[direction as usize].types.push(*id),
            }
        }
    }
    name_modules(resolve, id, &mut found);
    found
}

fn world_itself(direction: Direction) -> Interface {
    Interface {
        direction,
        wit_name: String::new(),
        full_name: String::new(),
        python_name: None,
        module: "wit.world".to_owned(),
        path: Vec::new(),
        docs: None,
        types: Vec::new(),
        functions: Vec::new(),
    }
}

fn interface(
    resolve: &Resolve,
    direction: Direction,
    key: &WorldKey,
    id: InterfaceId,
) -> Interface {
    let interface = &resolve.interfaces[id];
    let full_name = resolve.name_world_key(key);
    let wit_name = full_name.split('@').next().unwrap_or_default().to_owned();
    Interface {
        direction,
        wit_name,
        full_name,
        path: module_path(resolve, direction, key),
        docs: interface.docs.contents.clone(),
        types: interface.types.values().copied().collect(),
        functions: interface.functions.values().cloned().collect(),
        ..world_itself(direction)
    }
}

/// The modules that `wit-bindgen` puts an interface into.
fn module_path(resolve: &Resolve, direction: Direction, key: &WorldKey) -> Vec<proc_macro2::Ident> {
    let mut path = Vec::new();
    if direction == Direction::Export {
        path.push(names::rust("exports"));
    }
    match key {
        WorldKey::Name(name) => path.push(names::rust(name)),
        WorldKey::Interface(id) => {
            let interface = &resolve.interfaces[*id];
            if let Some(package) = interface.package {
                path.push(names::rust(&resolve.packages[package].name.namespace));
                path.push(names::rust(&name_package_module(resolve, package)));
            }
            path.push(names::rust(interface.name.as_deref().unwrap_or_default()));
        }
    }
    path
}

/// Calls each interface by its own name; with that of its package where two of one direction have the same, and with its
/// version where two packages do.
fn name_modules(resolve: &Resolve, id: WorldId, interfaces: &mut [Interface]) {
    let world = &resolve.worlds[id];
    for (direction, items, parent) in [
        (Direction::Import, &world.imports, "wit.imports"),
        (Direction::Export, &world.exports, "wit.exports"),
    ] {
        let keys: Vec<&WorldKey> = items
            .iter()
            .filter(|(_, item)| matches!(item, WorldItem::Interface { .. }))
            .map(|(key, _)| key)
            .collect();
        let names = distinct(
            &keys
                .iter()
                .map(|key| candidates(resolve, key))
                .collect::<Vec<_>>(),
        );
        let named = interfaces
            .iter_mut()
            .filter(|interface| interface.direction == direction && !interface.wit_name.is_empty());
        for (interface, name) in named.zip(names) {
            interface.module = format!("{parent}.{name}");
            interface.python_name = Some(name);
        }
    }
}

/// The names that an interface could have, from short to long.
fn candidates(resolve: &Resolve, key: &WorldKey) -> [String; 3] {
    let WorldKey::Interface(id) = key else {
        let name = names::python(&resolve.name_world_key(key));
        return [name.clone(), name.clone(), name];
    };
    let interface = &resolve.interfaces[*id];
    let short = names::python(interface.name.as_deref().unwrap_or_default());
    let Some(package) = interface.package.map(|id| &resolve.packages[id].name) else {
        return [short.clone(), short.clone(), short];
    };
    let long = names::python(&format!("{}-{}-{short}", package.namespace, package.name));
    let version = package.version.as_ref().map(ToString::to_string);
    let longest = match version {
        Some(version) => format!("{long}_{}", version.replace(['.', '-', '+'], "_")),
        None => long.clone(),
    };
    [short, long, longest]
}

/// For each the shortest name that no other has.
fn distinct(candidates: &[[String; 3]]) -> Vec<String> {
    let is_unique = |length: usize, name: &String| {
        candidates
            .iter()
            .filter(|names| &names[length] == name)
            .count()
            == 1
    };
    candidates
        .iter()
        .map(|names| {
            let found = (0..2).find(|length| is_unique(*length, &names[*length]));
            names[found.unwrap_or(2)].clone()
        })
        .collect()
}
