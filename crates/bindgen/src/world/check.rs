//! What is refused of a valid world, each by its name: what WASI 0.2 does not have, and what rustc cannot follow.

use std::collections::{HashMap, HashSet};

use wit_bindgen_core::wit_parser::{
    Function, FunctionKind, Resolve, Type, TypeDefKind, TypeId, WorldItem,
};

use super::clashes::place;
use super::{World, parts};
use crate::BindgenError;

/// As long as Rust's tuples have all traits that are needed.
const LONGEST_TUPLE: usize = 12;
/// With more, rustc reaches its limit of recursion in the code that converts them.
const DEEPEST_TYPE: usize = 48;
const NO_ASYNC: &str = "use a resource with methods, or a list";

/// Refuses types that nest so deeply that whoever follows them down, this crate included, runs out of room.
pub(super) fn depth(resolve: &Resolve) -> Result<(), BindgenError> {
    let mut depths: HashMap<TypeId, usize> = HashMap::new();
    let of = |ty: &Type, depths: &HashMap<TypeId, usize>| match ty {
        Type::Id(id) => depths.get(id).copied().unwrap_or_default(),
        _ => 0,
    };
    // The parser has each type behind those that it is made of.
    for (id, def) in &resolve.types {
        let parts = parts(&def.kind);
        let deepest = parts.iter().map(|part| of(part, &depths)).max();
        let depth = 1 + deepest.unwrap_or_default();
        if let Some(name) = def.name.as_ref().filter(|_| depth > DEEPEST_TYPE) {
            let at = place(resolve, def.span);
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
            let at = place(resolve, function.span);
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
    pub(super) fn check_support(&self) -> Result<(), BindgenError> {
        let mut seen = HashSet::new();
        for interface in &self.interfaces {
            for id in &interface.types {
                let at = self.place(self.type_def(*id).span);
                let item = Item(format!("the type `{}`", self.name_of(*id)), at);
                self.check_type(&Type::Id(*id), &item, &mut seen)?;
            }
            for function in &interface.functions {
                let at = self.place(function.span);
                let item = Item(format!("the function `{}`", function.name), at);
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
        item: &Item,
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
}

/// What is looked at: how errors call it, and where it stands.
struct Item(String, Box<str>);

fn unsupported(item: &Item, what: &str, help: &'static str) -> BindgenError {
    BindgenError::Unsupported {
        item: item.0.clone(),
        at: item.1.clone(),
        what: what.to_owned(),
        help,
    }
}

fn check_kind(function: &Function, item: &Item) -> Result<(), BindgenError> {
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
