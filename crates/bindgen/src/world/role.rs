//! The way in which a function is called. [`Role::of`] alone knows `wit-parser`'s kinds of functions.

use wit_bindgen_core::wit_parser::{Function, FunctionKind, TypeId};

use super::kind::Refusal;

/// The role of a function for a resource, if for any.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Free,
    Method(TypeId),
    Static(TypeId),
    Constructor(TypeId),
}

impl Role {
    /// Reads the kind of a function as the parser has it.
    ///
    /// # Errors
    /// When nothing is generated for such a function.
    pub(super) fn of(kind: &FunctionKind) -> Result<Self, Refusal> {
        match kind {
            FunctionKind::Freestanding | FunctionKind::AsyncFreestanding => Ok(Self::Free),
            FunctionKind::Method(resource) | FunctionKind::AsyncMethod(resource) => {
                Ok(Self::Method(*resource))
            }
            FunctionKind::Static(resource) | FunctionKind::AsyncStatic(resource) => {
                Ok(Self::Static(*resource))
            }
            FunctionKind::Constructor(resource) => Ok(Self::Constructor(*resource)),
            FunctionKind::Getter
            | FunctionKind::Setter
            | FunctionKind::MethodGetter(_)
            | FunctionKind::MethodSetter(_)
            | FunctionKind::StaticGetter(_)
            | FunctionKind::StaticSetter(_) => {
                Err(Refusal::new("`get` or `set`", "write a function"))
            }
        }
    }
}

/// Returns how a function is called that was not refused when the world was read.
pub(crate) fn role(function: &Function) -> Role {
    match Role::of(&function.kind) {
        Ok(role) => role,
        Err(refusal) => unreachable!("{} was refused", refusal.what),
    }
}
