//! Types as `wit-bindgen` writes them in Rust.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Handle, Type, TypeDefKind, TypeId};

use super::Writer;
use crate::names;

impl Writer<'_> {
    /// The type of a value that is owned, but for what is a `borrow` in it.
    pub(super) fn owned(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::U8 => quote!(u8),
            Type::U16 => quote!(u16),
            Type::U32 => quote!(u32),
            Type::U64 => quote!(u64),
            Type::S8 => quote!(i8),
            Type::S16 => quote!(i16),
            Type::S32 => quote!(i32),
            Type::S64 => quote!(i64),
            Type::F32 => quote!(f32),
            Type::F64 => quote!(f64),
            Type::Char => quote!(char),
            // `error-context` was refused when the world was read.
            Type::String | Type::ErrorContext => quote!(::std::string::String),
            Type::Id(id) => self.owned_id(*id),
        }
    }

    /// The type of nothing or something.
    pub(super) fn owned_or_unit(&self, ty: Option<&Type>) -> TokenStream {
        ty.map_or_else(|| quote!(()), |ty| self.owned(ty))
    }

    fn owned_id(&self, id: TypeId) -> TokenStream {
        let def = self.world.type_def(id);
        if def.name.is_some() {
            let path = self.rust_path(id);
            return match self.world.info(&Type::Id(id)).has_borrow_handle {
                true => quote!(#path<'_>),
                false => path,
            };
        }
        match &def.kind {
            TypeDefKind::List(item) => {
                let item = self.owned(item);
                quote!(::std::vec::Vec<#item>)
            }
            TypeDefKind::Option(value) => {
                let value = self.owned(value);
                quote!(::core::option::Option<#value>)
            }
            TypeDefKind::Result(result) => {
                let ok = self.owned_or_unit(result.ok.as_ref());
                let err = self.owned_or_unit(result.err.as_ref());
                quote!(::core::result::Result<#ok, #err>)
            }
            TypeDefKind::Tuple(tuple) => {
                let items = tuple.types.iter().map(|item| self.owned(item));
                quote!((#(#items,)*))
            }
            TypeDefKind::Handle(Handle::Own(resource)) => self.rust_path(*resource),
            TypeDefKind::Handle(Handle::Borrow(resource)) => self.borrowed(*resource),
            TypeDefKind::Type(ty) => self.owned(ty),
            // Everything else has a name, or was refused when the world was read.
            _ => quote!(()),
        }
    }

    fn borrowed(&self, resource: TypeId) -> TokenStream {
        let path = self.rust_path(resource);
        match self.world.is_exported_resource(resource) {
            true => {
                let path = self.path_with(resource, |name| format_ident!("{name}Borrow"));
                quote!(#path<'_>)
            }
            false => quote!(&#path),
        }
    }

    /// Where `wit-bindgen` puts a named type.
    pub(super) fn rust_path(&self, id: TypeId) -> TokenStream {
        self.path_with(id, |name| name)
    }

    /// The same, with another name that is made of its own.
    pub(super) fn path_with(
        &self,
        id: TypeId,
        name: impl FnOnce(proc_macro2::Ident) -> proc_macro2::Ident,
    ) -> TokenStream {
        let modules = &self.world.owner(id).path;
        let name = name(names::rust_type(self.world.name_of(id)));
        quote!(bindings::#(#modules::)*#name)
    }

    /// How an owned value is passed to an import, which borrows where it can.
    pub(super) fn argument(&self, ty: &Type, value: &TokenStream) -> TokenStream {
        let info = self.world.info(ty);
        if info.has_own_handle || !(info.has_list || info.has_borrow_handle) {
            return value.clone();
        }
        self.lent(ty, &quote!((&#value)))
    }

    /// How the value behind a reference is passed on without giving it away.
    fn lent(&self, ty: &Type, value: &TokenStream) -> TokenStream {
        let Type::Id(id) = ty else {
            return match ty {
                Type::String => quote!(#value.as_str()),
                _ => quote!(*#value),
            };
        };
        match &self.world.type_def(self.world.definition(*id)).kind {
            TypeDefKind::Type(Type::String) => return quote!(#value.as_str()),
            TypeDefKind::List(_) => return quote!(#value.as_slice()),
            _ => {}
        }
        let def = self.world.type_def(*id);
        match &def.kind {
            _ if def.name.is_some() => value.clone(),
            TypeDefKind::Option(inner) => {
                let inner = self.lent(inner, &quote!(value));
                quote!(#value.as_ref().map(|value| #inner))
            }
            TypeDefKind::Tuple(tuple) => {
                let items = tuple.types.iter().enumerate().map(|(index, item)| {
                    let index = syn::Index::from(index);
                    self.lent(item, &quote!((&#value.#index)))
                });
                quote!((#(#items,)*))
            }
            TypeDefKind::Result(result) => {
                let part = |ty: Option<&Type>| match ty {
                    Some(ty) => self.lent(ty, &quote!(value)),
                    None => quote!(*value),
                };
                let (ok, err) = (part(result.ok.as_ref()), part(result.err.as_ref()));
                quote!(match #value { Ok(value) => Ok(#ok), Err(value) => Err(#err) })
            }
            TypeDefKind::Type(ty) => self.lent(ty, value),
            // A borrowed handle is a reference already.
            _ => quote!(*#value),
        }
    }
}
