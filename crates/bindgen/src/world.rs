//! A world as generated code needs it: interfaces with a direction, each with its types and functions.

mod check;
mod clashes;
mod comments;
mod kind;
mod read;
mod role;
mod shared;
mod sources;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use wit_bindgen_core::wit_parser::{
    Function, InterfaceId, Resolve, Result_, Type, TypeDef, TypeId, WorldId,
};
use wit_bindgen_core::{TypeInfo, Types};

use crate::{BindgenError, names};

pub(crate) use clashes::IN_PATHS;
pub(crate) use kind::Kind;
pub(crate) use role::{Role, role};

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
    kinds: HashMap<TypeId, Kind>,
    /// Types whose class is that of the same type of an earlier interface.
    shared: BTreeMap<TypeId, TypeId>,
    /// Types with a `borrow` of a resource that this component exports.
    exported_borrows: HashSet<TypeId>,
    /// Types that hold the end of a stream or future.
    with_ends: HashSet<TypeId>,
    /// The error types of functions, as those that have the class, for which there is an exception.
    errors: HashSet<TypeId>,
}

/// The side that implements an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Import,
    Export,
}

/// An interface of the world, or what the world itself imports or exports.
#[derive(Clone, Debug)]
pub(crate) struct Interface {
    pub(crate) direction: Direction,
    /// The interface as the WIT has it, which a world can have more than once; `None` for the world itself.
    origin: Option<InterfaceId>,
    /// `wasi-py:people/people`, without a version; empty for the world itself.
    pub(crate) wit_name: String,
    /// The same with the version, if there is one.
    pub(crate) full_name: String,
    /// The name in Python: `people`. `None` for the world itself.
    pub(crate) python_name: Option<String>,
    /// The module of its types and imported functions: `wit.exports.people`.
    pub(crate) module: String,
    /// The modules that `wit-bindgen` puts it into.
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

    fn is_same_as(&self, other: &Self) -> bool {
        self.origin.is_some() && self.origin == other.origin
    }
}

impl World {
    /// Reads the packages at `paths`, the last of which has the world. `world` may be left out if there is
    /// only one.
    ///
    /// # Errors When the WIT is not valid, when there is no such world, and when it uses what nothing is
    /// generated for.
    pub fn read(paths: &[PathBuf], world: Option<&str>) -> Result<Self, BindgenError> {
        let mut resolve = Resolve::default();
        let mut files = Vec::new();
        let mut main = Vec::new();
        for path in paths {
            let (package, read) = sources::push(&mut resolve, path)?;
            main = vec![package];
            files.extend(read);
        }
        check::depth(&resolve)?;
        let id = read::select(&resolve, &main, world)?;
        Self::new(resolve, id, files)
    }

    fn new(original: Resolve, id: WorldId, files: Vec<PathBuf>) -> Result<Self, BindgenError> {
        let mut resolve = original.clone();
        resolve.generate_nominal_type_ids(id);
        let mut infos = Types::default();
        infos.analyze(&resolve);
        let interfaces = read::interfaces(&original, &resolve, id);
        let mut owners = HashMap::new();
        for (index, interface) in interfaces.iter().enumerate() {
            owners.extend(interface.types.iter().map(|id| (*id, index)));
        }
        let mut world = Self {
            original,
            resolve,
            id,
            interfaces,
            files,
            owners,
            infos,
            kinds: HashMap::new(),
            shared: BTreeMap::new(),
            exported_borrows: HashSet::new(),
            with_ends: HashSet::new(),
            errors: HashSet::new(),
        };
        world.kinds = world.read_kinds()?;
        world.shared = world.shared_types();
        world.exported_borrows = world.exported_borrows();
        world.with_ends = world.holding(|_, kind| kind.is_end());
        world.errors = world.error_types();
        world.check_ends()?;
        world.check_loans()?;
        world.check_names()?;
        Ok(world)
    }

    /// Returns the files that were read.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Returns the name of the world.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.resolve.worlds[self.id].name
    }

    /// Tells whether the world exports that interface, which may be named without its version:
    /// `wasi:http/incoming-handler`.
    #[must_use]
    pub fn exports(&self, interface: &str) -> bool {
        let mut own = self.interfaces.iter();
        own.any(|own| own.direction == Direction::Export && own.is_called(interface))
    }

    pub(crate) fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.resolve.types[id]
    }

    /// Returns the name of a type that has one.
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

    /// Returns the type that a chain of `use` and `type` ends at.
    pub(crate) fn definition(&self, mut id: TypeId) -> TypeId {
        while let Kind::Alias(Type::Id(next)) = self.kind(id) {
            id = *next;
        }
        id
    }

    /// Returns the kind of a type that the world has.
    pub(crate) fn kind(&self, id: TypeId) -> &Kind {
        &self.kinds[&id]
    }

    /// Returns the kind of a type, whatever its name is; nothing for numbers, text and their like.
    pub(crate) fn resolved(&self, ty: &Type) -> Option<&Kind> {
        match ty {
            Type::Id(id) => Some(self.kind(self.definition(*id))),
            _ => None,
        }
    }

    /// Tells whether a type is one of numbers, by whatever name.
    pub(crate) fn is_number(&self, ty: &Type) -> bool {
        match ty {
            Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::S8
            | Type::S16
            | Type::S32
            | Type::S64
            | Type::F32
            | Type::F64 => true,
            Type::Id(id) => matches!(self.kind(*id), Kind::Alias(ty) if self.is_number(ty)),
            Type::Bool | Type::Char | Type::String | Type::ErrorContext => false,
        }
    }

    /// Returns the `result` that a function returns; nothing if it cannot fail.
    pub(crate) fn result_of(&self, function: &Function) -> Option<&Result_> {
        match self.resolved(&function.result?)? {
            Kind::Result(result) => Some(result),
            _ => None,
        }
    }

    /// Tells whether the world has async functions, streams or futures.
    #[must_use]
    pub fn is_async(&self) -> bool {
        let interfaces = self.interfaces.iter();
        let mut functions = interfaces.flat_map(|interface| &interface.functions);
        functions.any(|function| function.kind.is_async()) || self.kinds.values().any(Kind::is_end)
    }

    /// Tells whether a value of this type holds the end of a stream or future.
    pub(crate) fn has_end(&self, ty: &Type) -> bool {
        matches!(ty, Type::Id(id) if self.with_ends.contains(id))
    }

    /// Returns the interface that a named type belongs to.
    pub(crate) fn owner(&self, id: TypeId) -> &Interface {
        &self.interfaces[self.owners[&id]]
    }

    pub(crate) fn is_exported_resource(&self, id: TypeId) -> bool {
        self.owner(self.definition(id)).direction == Direction::Export
    }

    /// Tells whether a value of this type holds a `borrow` of a resource that this component exports.
    pub(crate) fn has_exported_borrow(&self, ty: &Type) -> bool {
        matches!(ty, Type::Id(id) if self.exported_borrows.contains(id))
    }

    fn exported_borrows(&self) -> HashSet<TypeId> {
        self.holding(|_, kind| {
            matches!(kind, Kind::Borrow(resource) if self.is_exported_resource(*resource))
        })
    }

    /// Finds the types that are something, or hold it, however deep inside.
    fn holding(&self, is_held: impl Fn(TypeId, &Kind) -> bool) -> HashSet<TypeId> {
        let mut holding = HashSet::new();
        // The parser has each type behind those that it is made of.
        for (id, _) in &self.resolve.types {
            let Some(kind) = self.kinds.get(&id) else {
                continue;
            };
            let is_holding = |part: &Type| matches!(part, Type::Id(id) if holding.contains(id));
            if is_held(id, kind) || kind.parts().iter().any(is_holding) {
                holding.insert(id);
            }
        }
        holding
    }

    /// Tells whether there is an exception for a type that has a class: functions fail with it.
    pub(crate) fn is_error(&self, id: TypeId) -> bool {
        self.errors.contains(&id)
    }

    fn error_types(&self) -> HashSet<TypeId> {
        let functions = self
            .interfaces
            .iter()
            .flat_map(|interface| &interface.functions);
        let errors = functions.filter_map(|function| match self.result_of(function)?.err? {
            Type::Id(id) => Some(self.class_of(id)),
            _ => None,
        });
        errors
            .filter(|id| self.type_def(*id).name.is_some() && !self.is_exception(*id))
            .collect()
    }

    /// Tells whether a type is the record that stands for any Python exception.
    pub(crate) fn is_exception(&self, id: TypeId) -> bool {
        let id = self.definition(id);
        let Kind::Record(record) = self.kind(id) else {
            return false;
        };
        let fields = record.fields.iter();
        let fields = fields.map(|field| (field.name.as_str(), &field.ty));
        self.name_of(id) == "exception"
            && fields.eq(EXCEPTION_FIELDS.map(|name| (name, &Type::String)))
    }
}

/// The fields of the record `exception`.
pub(crate) const EXCEPTION_FIELDS: [&str; 3] = ["type-name", "message", "traceback"];
/// Names the exception for a type that functions fail with.
pub(crate) fn exception_class(wit: &str) -> String {
    names::class(wit) + "Exception"
}

/// Names the class for a case of a variant.
pub(crate) fn case_class(variant: &str, case: &str) -> String {
    names::class(&format!("{variant}-{case}"))
}

/// Functions that belong to no resource.
pub(crate) fn free_functions(interface: &Interface) -> impl Iterator<Item = &Function> {
    let functions = interface.functions.iter();
    functions.filter(|function| function.kind.resource().is_none())
}

/// Returns the functions of a resource.
pub(crate) fn functions_of(interface: &Interface, id: TypeId) -> impl Iterator<Item = &Function> {
    let functions = interface.functions.iter();
    functions.filter(move |function| function.kind.resource() == Some(id))
}
