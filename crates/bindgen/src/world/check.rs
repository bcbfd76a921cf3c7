//! Refusal of parts of a valid world, each by its name: those that nothing is generated for, and those
//! that rustc cannot follow.

use std::collections::HashMap;

use wit_bindgen_core::wit_parser::{Function, Param, Resolve, Type, TypeId, WorldItem};

use super::clashes::line_of;
use super::kind::{Kind, Refusal};
use super::{Direction, Role, World};
use crate::BindgenError;

/// With more, rustc reaches its limit of recursion in the code that converts them.
const DEEPEST_TYPE: usize = 48;

/// Refuses types that nest so deeply that whoever follows them down, this crate included, runs out of room.
pub(super) fn depth(resolve: &Resolve) -> Result<(), BindgenError> {
    let mut depths: HashMap<TypeId, usize> = HashMap::new();
    let of = |ty: &Type, depths: &HashMap<TypeId, usize>| match ty {
        Type::Id(id) => depths.get(id).copied().unwrap_or_default(),
        _ => 0,
    };
    // The parser has each type behind those that it is made of.
    for (id, def) in &resolve.types {
        // What is refused by itself is not followed down.
        let parts = Kind::of(resolve, &def.kind).map(|kind| kind.parts());
        let parts = parts.unwrap_or_default();
        let deepest = parts.iter().map(|part| of(part, &depths)).max();
        let depth = 1 + deepest.unwrap_or_default();
        if let Some(name) = def.name.as_ref().filter(|_| depth > DEEPEST_TYPE) {
            let at = line_of(resolve, def.span);
            return Err(too_deep(format!("the type `{name}`"), at));
        }
        depths.insert(id, depth);
    }
    let interfaces = resolve.interfaces.iter();
    let functions = interfaces.flat_map(|(_, interface)| interface.functions.values());
    let worlds = resolve.worlds.iter().flat_map(|(_, world)| {
        let items = world.imports.values().chain(world.exports.values());
        items.filter_map(|item| match item {
            WorldItem::Function(function) => Some(function),
            _ => None,
        })
    });
    let is_deep = |function: &&Function| {
        let mut types = function.parameter_and_result_types();
        types.any(|ty| of(&ty, &depths) > DEEPEST_TYPE)
    };
    match functions.chain(worlds).find(is_deep) {
        None => Ok(()),
        Some(function) => {
            let at = line_of(resolve, function.span);
            Err(too_deep(format!("the function `{}`", function.name), at))
        }
    }
}

fn too_deep(item: String, at: Box<str>) -> BindgenError {
    BindgenError::TooDeep {
        item,
        at,
        limit: DEEPEST_TYPE,
    }
}

impl World {
    /// Reads what each type of the world is, and refuses what nothing is generated for.
    pub(super) fn read_kinds(&self) -> Result<HashMap<TypeId, Kind>, BindgenError> {
        let mut kinds = HashMap::new();
        for interface in &self.interfaces {
            for id in &interface.types {
                let item = format!("the type `{}`", self.name_of(*id));
                let kinds = self.read_kind(&Type::Id(*id), &mut kinds);
                kinds.map_err(|refusal| {
                    refused(refusal, item, self.line_of(self.type_def(*id).span))
                })?;
            }
            for function in &interface.functions {
                let item = format!("the function `{}`", function.name);
                let kinds = self.read_function(function, &mut kinds);
                kinds.map_err(|refusal| refused(refusal, item, self.line_of(function.span)))?;
            }
        }
        Ok(kinds)
    }

    fn read_function(
        &self,
        function: &Function,
        kinds: &mut HashMap<TypeId, Kind>,
    ) -> Result<(), Refusal> {
        Role::of(&function.kind)?;
        let mut types = function.parameter_and_result_types();
        types.try_for_each(|ty| self.read_kind(&ty, kinds))
    }

    /// Reads what a type is, and all that it is made of.
    fn read_kind(&self, ty: &Type, kinds: &mut HashMap<TypeId, Kind>) -> Result<(), Refusal> {
        let id = match ty {
            Type::Id(id) if !kinds.contains_key(id) => *id,
            Type::ErrorContext => return Err(Refusal::new("`error-context`", "use a `result`")),
            _ => return Ok(()),
        };
        let kind = Kind::of(&self.resolve, &self.type_def(id).kind)?;
        if let Kind::FixedList(item, _) = &kind
            && !self.is_flat(item)
        {
            let what = "a list of fixed length of what holds text, lists or resources";
            return Err(Refusal::new(what, "use a list or a tuple"));
        }
        let parts = kind.parts();
        kinds.insert(id, kind);
        parts
            .iter()
            .try_for_each(|part| self.read_kind(part, kinds))
    }

    /// Refuses what is lent to an async import inside of something else: it is lent until the call ends.
    pub(super) fn check_loans(&self) -> Result<(), BindgenError> {
        let imports = self.interfaces.iter();
        let imports = imports.filter(|interface| interface.direction == Direction::Import);
        let functions = imports.flat_map(|interface| &interface.functions);
        for function in functions.filter(|function| function.kind.is_async()) {
            let is_inside = |param: &Param| {
                self.info(&param.ty).has_borrow_handle
                    && !matches!(self.resolved(&param.ty), Some(Kind::Borrow(_)))
            };
            if function.params.iter().any(is_inside) {
                let what = "a `borrow` inside of what is given to an `async` import";
                let refusal = Refusal::new(what, "make it a parameter of its own");
                let item = format!("the function `{}`", function.name);
                return Err(refused(refusal, item, self.line_of(function.span)));
            }
        }
        Ok(())
    }

    /// Refuses streams and futures that a function returns which is not async: nothing would fill them after
    /// it has returned.
    pub(super) fn check_ends(&self) -> Result<(), BindgenError> {
        let exports = self.interfaces.iter();
        let exports = exports.filter(|interface| interface.direction == Direction::Export);
        let mut functions = exports.flat_map(|interface| &interface.functions);
        let is_unfilled = |function: &&Function| {
            let result = function.result.as_ref();
            !function.kind.is_async() && result.is_some_and(|ty| self.has_end(ty))
        };
        match functions.find(is_unfilled) {
            None => Ok(()),
            Some(function) => {
                let what = "a `stream` or `future` in the result of a function that is not `async`";
                let refusal = Refusal::new(what, "make it an `async func`");
                let item = format!("the function `{}`", function.name);
                Err(refused(refusal, item, self.line_of(function.span)))
            }
        }
    }

    /// Tells whether nothing of a type is in memory of its own: `wit-bindgen` frees no more of a list of
    /// fixed length.
    fn is_flat(&self, ty: &Type) -> bool {
        let info = self.info(ty);
        !info.has_list && !info.has_resource
    }
}

fn refused(refusal: Refusal, item: String, at: Box<str>) -> BindgenError {
    BindgenError::Unsupported {
        item,
        at,
        what: refusal.what,
        help: refusal.help,
    }
}
