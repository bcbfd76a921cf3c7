//! Types as `wit-bindgen` writes them in Rust.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Type, TypeId};

use super::Writer;
use crate::names;
use crate::world::Kind;

impl Writer<'_> {
    /// Writes the type of a value that is owned, but for what is a `borrow` in it.
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
            Type::String => quote!(::std::string::String),
            Type::Id(id) => self.owned_id(*id),
            Type::ErrorContext => unreachable!("`error-context` was refused"),
        }
    }

    /// Writes the type of nothing or something.
    pub(super) fn owned_or_unit(&self, ty: Option<&Type>) -> TokenStream {
        ty.map_or_else(|| quote!(()), |ty| self.owned(ty))
    }

    fn owned_id(&self, id: TypeId) -> TokenStream {
        if self.world.type_def(id).name.is_some() {
            return self.owned_path(id);
        }
        match self.world.kind(id) {
            Kind::Bytes(item) | Kind::List(item) => {
                let item = self.owned(item);
                quote!(::std::vec::Vec<#item>)
            }
            Kind::FixedBytes(item, length) | Kind::FixedList(item, length) => {
                let (item, length) = (self.owned(item), Literal::u32_unsuffixed(*length));
                quote!([#item; #length])
            }
            Kind::Option(value) => {
                let value = self.owned(value);
                quote!(::core::option::Option<#value>)
            }
            Kind::Result(result) => {
                let ok = self.owned_or_unit(result.ok.as_ref());
                let err = self.owned_or_unit(result.err.as_ref());
                quote!(::core::result::Result<#ok, #err>)
            }
            Kind::Tuple(tuple) => {
                let items = tuple.types.iter().map(|item| self.owned(item));
                quote!((#(#items,)*))
            }
            Kind::Own(resource) => self.rust_path(*resource),
            Kind::Borrow(resource) => self.borrowed(*resource),
            Kind::Stream(item) | Kind::ByteStream(item) => {
                let item = self.owned(item);
                quote!(embed::wit_bindgen::StreamReader<#item>)
            }
            Kind::Future(value) => {
                let value = self.owned_or_unit(value.as_ref());
                quote!(embed::wit_bindgen::FutureReader<#value>)
            }
            Kind::Alias(ty) => self.owned(ty),
            Kind::Record(_)
            | Kind::Variant(_)
            | Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Resource => self.owned_path(id),
        }
    }

    /// Writes the path of a named type, with a lifetime if it holds something borrowed.
    fn owned_path(&self, id: TypeId) -> TokenStream {
        let (path, lifetime) = (self.rust_path(id), self.lifetime(&Type::Id(id), "'_"));
        quote!(#path #lifetime)
    }

    fn borrowed(&self, resource: TypeId) -> TokenStream {
        let path = self.rust_path(resource);
        if self.world.is_exported_resource(resource) {
            let path = self.path_with(resource, |name| format_ident!("{name}Borrow"));
            quote!(#path<'_>)
        } else {
            quote!(&#path)
        }
    }

    /// Writes the path at which `wit-bindgen` puts a named type.
    pub(super) fn rust_path(&self, id: TypeId) -> TokenStream {
        self.path_with(id, |name| name)
    }

    /// Writes the same, with another name that is made of its own.
    pub(super) fn path_with(
        &self,
        id: TypeId,
        name: impl FnOnce(proc_macro2::Ident) -> proc_macro2::Ident,
    ) -> TokenStream {
        let modules = &self.world.owner(id).path;
        let name = name(names::rust_type(self.world.name_of(id)));
        quote!(bindings::#(#modules::)*#name)
    }

    /// Writes an owned value as the argument of an import, which borrows where it can.
    pub(super) fn argument(&self, ty: &Type, value: &TokenStream) -> TokenStream {
        let info = self.world.info(ty);
        if info.has_own_handle || !(info.has_list || info.has_borrow_handle) {
            return value.clone();
        }
        self.lent(ty, &quote!((&#value)))
    }

    /// Writes the value behind a reference as an argument that is not given away.
    fn lent(&self, ty: &Type, value: &TokenStream) -> TokenStream {
        let id = match ty {
            Type::String => return quote!(#value.as_str()),
            Type::Bool
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::S8
            | Type::S16
            | Type::S32
            | Type::S64
            | Type::F32
            | Type::F64
            | Type::Char => return quote!(*#value),
            Type::Id(id) => *id,
            Type::ErrorContext => unreachable!("`error-context` was refused"),
        };
        match self.world.kind(self.world.definition(id)) {
            Kind::Alias(Type::String) => return quote!(#value.as_str()),
            Kind::Bytes(_) | Kind::List(_) => return quote!(#value.as_slice()),
            _ if self.world.type_def(id).name.is_some() => return value.clone(),
            _ => {}
        }
        match self.world.kind(id) {
            Kind::Option(inner) => {
                let inner = self.lent(inner, &quote!(value));
                quote!(#value.as_ref().map(|value| #inner))
            }
            Kind::Tuple(tuple) => {
                let items = tuple.types.iter().enumerate().map(|(index, item)| {
                    let index = syn::Index::from(index);
                    self.lent(item, &quote!((&#value.#index)))
                });
                quote!((#(#items,)*))
            }
            Kind::Result(result) => {
                let part = |ty: Option<&Type>| match ty {
                    Some(ty) => self.lent(ty, &quote!(value)),
                    None => quote!(*value),
                };
                let (ok, err) = (part(result.ok.as_ref()), part(result.err.as_ref()));
                quote!(match #value { Ok(value) => Ok(#ok), Err(value) => Err(#err) })
            }
            Kind::Alias(ty) => self.lent(ty, value),
            // A borrowed handle is a reference already.
            Kind::Own(_) | Kind::Borrow(_) => quote!(*#value),
            // Nothing in them is lent.
            Kind::FixedBytes(..) | Kind::FixedList(..) => quote!(*#value),
            Kind::Record(_)
            | Kind::Variant(_)
            | Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Resource
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_)
            | Kind::Bytes(_)
            | Kind::List(_) => value.clone(),
        }
    }
}
