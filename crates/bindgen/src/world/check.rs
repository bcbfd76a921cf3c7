//! What is refused of a valid world, each by its name: what WASI 0.2 does not have, and what would be one thing in Python.

use std::collections::{HashMap, HashSet};

use wit_bindgen_core::wit_parser::{
    Function, FunctionKind, Resolve, Type, TypeDefKind, TypeId, WorldItem,
};

use super::{Direction, Interface, World, case_class, exception_class, free_functions, parts};
use crate::{BindgenError, names};

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
            return Err(too_deep(format!("the type `{name}`")));
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
        Some(function) => Err(too_deep(format!("the function `{}`", function.name))),
    }
}

fn too_deep(item: String) -> BindgenError {
    BindgenError::TooDeep {
        item,
        limit: DEEPEST_TYPE,
    }
}

impl World {
    pub(super) fn check_support(&self) -> Result<(), BindgenError> {
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

    /// `wit-bindgen` writes Rust's own `Option` where an exported resource is, and would get this type.
    fn refuse_option(&self, name: &str, interface: &Interface) -> Result<(), BindgenError> {
        let mut types = interface.types.iter();
        let is_taken = name == "option"
            && interface.direction == Direction::Export
            && types.any(|id| matches!(self.type_def(*id).kind, TypeDefKind::Resource));
        match is_taken {
            true => Err(BindgenError::Reserved {
                item: "a type beside an exported resource".to_owned(),
                name: "option",
                by: "the code for the resource needs",
            }),
            false => Ok(()),
        }
    }

    /// The names of the cases of a variant or an enum.
    fn cases(&self, id: TypeId) -> Vec<&str> {
        match &self.type_def(id).kind {
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter();
                cases.map(|case| case.name.as_str()).collect()
            }
            TypeDefKind::Enum(enumeration) => {
                let cases = enumeration.cases.iter();
                cases.map(|case| case.name.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Two things of one Python module must not have one name.
    pub(super) fn check_names(&self) -> Result<(), BindgenError> {
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
                refuse_self(name, || "a type".to_owned())?;
                self.refuse_option(name, interface)?;
                take(names::class(name), format!("the type `{name}`"))?;
                for case in self.cases(*id) {
                    refuse_self(case, || format!("a case of `{name}`"))?;
                }
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

/// `Self` means something else in Rust, and cannot be written raw.
fn refuse_self(name: &str, what: impl FnOnce() -> String) -> Result<(), BindgenError> {
    match name {
        "self" => Err(BindgenError::Reserved {
            item: what(),
            name: "self",
            by: "Rust reserves",
        }),
        _ => Ok(()),
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
