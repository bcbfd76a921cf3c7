//! The fate of each import, and what is added to a module for that.

use std::collections::BTreeSet;

use wasm_encoder::{FuncType, Function, ValType};
use wit_component::metadata::Bindgen;
use wit_parser::{Function as WitFunction, InterfaceId, Resolve, Type, WorldItem, WorldKey};

use super::EncodeError;
use super::answer::{Answer, answer};
use super::body::{self, Callees, Writer};
use super::layout::Layout;
use super::linked::{ImportOf, Linked, count};
use crate::{Entropy, Group, ImportedFunction, Imports};

/// The world that a module says it is of.
pub(crate) struct World<'a> {
    resolve: &'a Resolve,
    imports: Vec<(String, InterfaceId)>,
    exports: Vec<InterfaceId>,
}

impl<'a> World<'a> {
    pub(crate) fn new(bindings: &'a Bindgen) -> Self {
        let resolve = &bindings.resolve;
        let world = &resolve.worlds[bindings.world];
        let interfaces = |(key, item): (&WorldKey, &WorldItem)| match item {
            WorldItem::Interface { id, .. } => Some((resolve.name_world_key(key), *id)),
            WorldItem::Function(_) | WorldItem::Type { .. } => None,
        };
        let exports = world.exports.iter().filter_map(interfaces);
        Self {
            resolve,
            imports: world.imports.iter().filter_map(interfaces).collect(),
            exports: exports.map(|(_, id)| id).collect(),
        }
    }

    fn function(&self, import: &ImportOf<'_>) -> Option<&'a WitFunction> {
        let (_, id) = self
            .imports
            .iter()
            .find(|(name, _)| name == import.interface)?;
        self.resolve.interfaces[*id].functions.get(import.name)
    }

    /// Returns the import that a setting names, with its version.
    fn find(&self, named: &ImportedFunction) -> Option<(ImportedFunction, &'a WitFunction)> {
        let is_named = |name: &str| name == named.interface || unversioned(name) == named.interface;
        let (name, id) = self.imports.iter().find(|(name, _)| is_named(name))?;
        let function = self.resolve.interfaces[*id].functions.get(&named.name)?;
        let found = ImportedFunction {
            interface: name.clone(),
            name: named.name.clone(),
        };
        Some((found, function))
    }

    /// Returns the names of all interfaces, without versions, whose types the exports and `imports` use.
    fn used(&self, imports: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        let mut pending = self.exports.clone();
        pending.extend(imports.filter_map(|import| {
            let mut of_world = self.imports.iter();
            of_world.find(|(name, _)| name == import).map(|(_, id)| *id)
        }));
        let mut used = BTreeSet::new();
        while let Some(id) = pending.pop() {
            let name = self.resolve.id_of(id).unwrap_or_default();
            if used.insert(unversioned(&name).to_owned()) {
                pending.extend(self.resolve.interface_direct_deps(id));
            }
        }
        used
    }
}

/// Returns the name of an interface without its version.
pub(crate) fn unversioned(interface: &str) -> &str {
    interface
        .split_once('@')
        .map_or(interface, |(name, _)| name)
}

/// The fate of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Kept,
    Answered(Answer),
    /// Answered for handles that the component has made up, and kept for those of the host.
    Both(Answer),
}

/// The changes to a module.
pub(crate) struct Plan {
    /// By import: true if it stays an import.
    pub(crate) kept: Vec<bool>,
    /// By import: the function that is called for it.
    pub(crate) called: Vec<u32>,
    pub(crate) added: Added,
    pub(crate) entropy: Option<ImportedFunction>,
    pub(crate) clock: Option<ImportedFunction>,
}

/// The additions to a module. Each comes behind what is there of its kind.
#[derive(Default)]
pub(crate) struct Added {
    pub(crate) types: Vec<FuncType>,
    pub(crate) imports: Vec<(ImportedFunction, u32)>,
    pub(crate) functions: Vec<(u32, Function)>,
    /// Initial values of variables of 64 bits.
    pub(crate) globals: Vec<i64>,
}

impl Plan {
    pub(crate) fn new(
        linked: &Linked<'_>,
        world: &World<'_>,
        imports: &Imports,
        seed: u64,
    ) -> Result<Self, EncodeError> {
        let fates = Fates { world, imports }.of_all(&linked.imports)?;
        let planner = Planner {
            linked,
            world,
            fates: &fates,
            added: Added::default(),
        };
        planner.plan(imports, seed)
    }
}

/// What decides the fate of an import.
struct Fates<'a> {
    world: &'a World<'a>,
    imports: &'a Imports,
}

impl Fates<'_> {
    fn of_all(&self, all: &[ImportOf<'_>]) -> Result<Vec<Fate>, EncodeError> {
        let kept = all.iter().map(|import| import.interface);
        let kept = kept.filter(|interface| !is_io(interface) && !self.is_left_out(interface));
        let used = self.world.used(kept);
        all.iter().map(|import| self.of(import, &used)).collect()
    }

    fn of(&self, import: &ImportOf<'_>, used: &BTreeSet<String>) -> Result<Fate, EncodeError> {
        let interface = import.interface;
        if self.is_left_out(interface) {
            return Ok(Fate::Answered(known_answer(import)?));
        }
        if !is_io(interface) {
            return Ok(Fate::Kept);
        }
        if !used.contains(unversioned(interface)) {
            return Ok(Fate::Answered(known_answer(import)?));
        }
        if !self.makes_up_handles(interface) {
            return Ok(Fate::Kept);
        }
        match known_answer(import)? {
            Answer::Trap => Ok(Fate::Kept),
            answer => Ok(Fate::Both(answer)),
        }
    }

    fn is_left_out(&self, interface: &str) -> bool {
        Group::of(unversioned(interface)).is_some_and(|group| !self.imports.keeps(group))
    }

    /// Tells whether answers make up handles of that interface of `wasi:io`: streams, or timers and what
    /// tells when a stream is ready.
    fn makes_up_handles(&self, interface: &str) -> bool {
        let left_out = |group| !self.imports.keeps(group);
        match unversioned(interface) {
            "wasi:io/streams" => left_out(Group::Stdio),
            _ => left_out(Group::Stdio) || left_out(Group::Clocks),
        }
    }
}

fn is_io(interface: &str) -> bool {
    interface.starts_with("wasi:io/")
}

fn known_answer(import: &ImportOf<'_>) -> Result<Answer, EncodeError> {
    let known = answer(unversioned(import.interface), import.name);
    known.ok_or_else(|| unknown(import))
}

fn unknown(import: &ImportOf<'_>) -> EncodeError {
    EncodeError::Unknown(ImportedFunction {
        interface: import.interface.to_owned(),
        name: import.name.to_owned(),
    })
}

impl Fate {
    fn is_kept(self) -> bool {
        match self {
            Self::Kept | Self::Both(_) => true,
            Self::Answered(_) => false,
        }
    }
}

/// The writer of a plan.
struct Planner<'a> {
    linked: &'a Linked<'a>,
    world: &'a World<'a>,
    fates: &'a [Fate],
    added: Added,
}

/// An import that stands for one of WASI's.
struct Source {
    function: ImportedFunction,
    /// Its index in the new module.
    index: u32,
    /// The type of its parameter, if it has one.
    parameter: Option<ValType>,
}

impl Planner<'_> {
    fn plan(mut self, imports: &Imports, seed: u64) -> Result<Plan, EncodeError> {
        // Imports come first, since the indices of functions follow from their number.
        let entropy = match imports.entropy() {
            Some(Entropy::Import(named)) => Some(self.entropy(named)?),
            Some(Entropy::Repeats) | None => None,
        };
        let clock = imports.clock().map(|named| self.clock(named)).transpose()?;
        let realloc = self.realloc()?;
        let random = match &entropy {
            Some(source) => body::draw(source.index, source.parameter),
            None => body::repeat(self.global(seed.cast_signed()), realloc),
        };
        let random = self.function(body::random_type(), random);
        let writer = Writer {
            layout: Layout::new(self.world.resolve),
            callees: Callees {
                realloc,
                random,
                clock: clock.as_ref().map(|source| source.index),
                waited: self.global(0),
            },
        };
        let called = (0..self.fates.len()).map(|import| self.called(import, &writer));
        Ok(Plan {
            called: called.collect::<Result<_, _>>()?,
            kept: self.fates.iter().map(|fate| fate.is_kept()).collect(),
            added: self.added,
            entropy: entropy.map(|source| source.function),
            clock: clock.map(|source| source.function),
        })
    }

    fn entropy(&mut self, named: &ImportedFunction) -> Result<Source, EncodeError> {
        let (key, expected) = ("entropy", "func(len: u64) -> list<u8>");
        self.source(key, named, expected, |ty| {
            let parameter = match ty.params.as_slice() {
                [length] if length.ty == Type::U64 => ValType::I64,
                [length] if length.ty == Type::U32 => ValType::I32,
                _ => return None,
            };
            let returned = Layout::new(self.world.resolve).is_bytes(ty.result.as_ref()?);
            returned.then(|| FuncType::new([parameter, ValType::I32], []))
        })
    }

    fn clock(&mut self, named: &ImportedFunction) -> Result<Source, EncodeError> {
        self.source("clock", named, "func() -> u64", |ty| {
            let fits = ty.params.is_empty() && ty.result == Some(Type::U64);
            fits.then(|| FuncType::new([], [ValType::I64]))
        })
    }

    /// Finds an import that a setting names, and adds it to the module if it is not there.
    fn source(
        &mut self,
        key: &'static str,
        named: &ImportedFunction,
        expected: &'static str,
        lowered: impl Fn(&WitFunction) -> Option<FuncType>,
    ) -> Result<Source, EncodeError> {
        let (function, ty) = self.world.find(named).ok_or(EncodeError::NotImported {
            key,
            function: named.clone(),
        })?;
        let ty = lowered(ty).ok_or(EncodeError::WrongType {
            key,
            function: named.clone(),
            expected,
        })?;
        Ok(Source {
            parameter: ty.params().first().copied(),
            index: self.import(&function, ty),
            function,
        })
    }

    /// Returns the index of an import, which is added if it is not there.
    fn import(&mut self, function: &ImportedFunction, ty: FuncType) -> u32 {
        let mut imports = self.linked.imports.iter();
        let is_it = |import: &ImportOf<'_>| {
            (import.interface, import.name) == (&function.interface, &function.name)
        };
        if let Some(place) = imports.position(is_it) {
            return self.kept_index(place);
        }
        let ty = self.function_type(ty);
        self.added.imports.push((function.clone(), ty));
        self.kept_index(self.fates.len()) + count(&self.added.imports) - 1
    }

    /// Returns the new index of the import at a place, if it is kept.
    fn kept_index(&self, place: usize) -> u32 {
        let before = self.fates[..place].iter().filter(|fate| fate.is_kept());
        before.fold(0, |index, _| index + 1)
    }

    /// Returns the new index of the function that gives memory.
    fn realloc(&self) -> Result<u32, EncodeError> {
        let missing = || EncodeError::Module("it does not export `cabi_realloc`".to_owned());
        let index = self.linked.realloc.ok_or_else(missing)?;
        let defined = index.checked_sub(count(&self.linked.imports));
        Ok(self.first_defined() + defined.ok_or_else(missing)?)
    }

    /// Returns the new index of the first function that is not imported.
    fn first_defined(&self) -> u32 {
        self.kept_index(self.fates.len()) + count(&self.added.imports)
    }

    /// Returns the function that is called for an import.
    fn called(&mut self, place: usize, writer: &Writer<'_>) -> Result<u32, EncodeError> {
        let import = &self.linked.imports[place];
        let (answer, kept) = match self.fates[place] {
            Fate::Kept => return Ok(self.kept_index(place)),
            Fate::Answered(Answer::RandomBytes) => return Ok(writer.callees.random),
            Fate::Answered(answer) => (answer, None),
            Fate::Both(answer) => (answer, Some(self.kept_index(place))),
        };
        let missing = || EncodeError::Module(format!("`{}` has no type", import.name));
        let ty = self.linked.function_type(import.type_index);
        let ty = ty.ok_or_else(missing)?;
        let result = self
            .world
            .function(import)
            .and_then(|function| function.result);
        let written = writer.write(answer, result.as_ref(), ty, kept);
        let function = written.ok_or_else(|| unknown(import))?;
        Ok(self.function_of_type(import.type_index, function))
    }

    fn function(&mut self, ty: FuncType, function: Function) -> u32 {
        let ty = self.function_type(ty);
        self.function_of_type(ty, function)
    }

    fn function_of_type(&mut self, ty: u32, function: Function) -> u32 {
        self.added.functions.push((ty, function));
        self.first_defined() + self.linked.defined + count(&self.added.functions) - 1
    }

    fn function_type(&mut self, ty: FuncType) -> u32 {
        self.added.types.push(ty);
        self.linked.type_count() + count(&self.added.types) - 1
    }

    /// Adds a variable, and returns its index.
    fn global(&mut self, initial: i64) -> u32 {
        self.added.globals.push(initial);
        self.linked.globals + count(&self.added.globals) - 1
    }
}
