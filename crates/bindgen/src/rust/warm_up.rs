//! The warm-up: exported functions with the types of their values, and values that are made up.

use proc_macro2::TokenStream;
use quote::quote;
use wit_bindgen_core::wit_parser::{Function, Type, TypeId};

use super::Writer;
use super::export::{app_module, function_static};
use crate::BindgenError;
use crate::python::passed;
use crate::settings::{WarmUp, path};
use crate::world::{Interface, Kind, Role, role};

impl Writer<'_> {
    /// Writes the statements that warm the app up.
    pub(super) fn warm_up(&self) -> Result<TokenStream, BindgenError> {
        let by_hand = match &self.settings.warm_up {
            WarmUp::Off => return Ok(TokenStream::new()),
            WarmUp::Generated => None,
            WarmUp::InRust(text) => Some(path(text)?),
        };
        let by_hand = by_hand.iter();
        let exports = self.warmed_up();
        let count = exports.len();
        Ok(quote! {
            static EXPORTS: [embed::Export; #count] = [#(#exports),*];
            embed::warm_up(py, &EXPORTS)?;
            #(#by_hand(py)?;)*
        })
    }

    /// Writes a row for each exported function that the app has.
    pub(super) fn warmed_up(&self) -> Vec<TokenStream> {
        let exported = self.exported().flat_map(|interface| {
            let functions = self.app_functions(interface);
            functions.map(move |function| self.warmed_up_function(interface, function))
        });
        exported.collect()
    }

    fn warmed_up_function(&self, interface: &Interface, function: &Function) -> TokenStream {
        let module = app_module(interface);
        let (name, item) = (|id| self.world.name_of(id), function.item_name());
        let found = match role(function) {
            Role::Free => Some(function_static(&[item])),
            Role::Constructor(class) => Some(function_static(&[name(class)])),
            Role::Static(class) => Some(function_static(&[name(class), item])),
            Role::Method(_) => None,
        };
        let found = match found {
            Some(found) => quote!(Some(&#module::#found)),
            None => quote!(None),
        };
        let parameters = passed(function).iter();
        let parameters = parameters.map(|param| self.crossing(Some(&param.ty)));
        let (result, error) = match (self.world.result_of(function), role(function)) {
            (_, Role::Constructor(_)) => (quote!(None), quote!(None)),
            (Some(result), _) => (
                self.crossing(result.ok.as_ref()),
                self.crossing(result.err.as_ref()),
            ),
            (None, _) => (self.crossing(function.result.as_ref()), quote!(None)),
        };
        let complete = if function.kind.is_async() {
            quote!(Some(embed::concurrent::complete))
        } else {
            quote!(None)
        };
        quote!(embed::Export {
            function: #found,
            complete: #complete,
            parameters: &[#(#parameters),*],
            result: #result,
            error: #error,
        })
    }

    /// Writes how values of a type cross the border, if some can be made up.
    fn crossing(&self, ty: Option<&Type>) -> TokenStream {
        if ty.is_some_and(|ty| !self.can_be_made_up(ty)) {
            return quote!(None);
        }
        let owned = self.owned_or_unit(ty);
        quote!(Some(embed::Crossing::of::<#owned>()))
    }

    /// Writes how a value of a type is made up, if that can be done.
    pub(super) fn sample(&self, id: TypeId, value: &TokenStream) -> TokenStream {
        if !self.can_be_made_up(&Type::Id(id)) {
            return TokenStream::new();
        }
        let path = self.rust_path(id);
        quote! {
            impl Sample for #path {
                fn sample(index: usize) -> Option<Self> {
                    #value
                }
            }
        }
    }

    /// Tells whether values of a type can be made up: it holds no handle, and nothing that is written by
    /// hand.
    fn can_be_made_up(&self, ty: &Type) -> bool {
        let Type::Id(id) = ty else {
            return true;
        };
        let is_named = self.world.type_def(*id).name.is_some();
        if is_named && self.settings.type_in_rust(self.world, *id).is_some() {
            return false;
        }
        match self.world.kind(*id) {
            Kind::Own(_)
            | Kind::Borrow(_)
            | Kind::Resource
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_) => false,
            kind => kind.parts().iter().all(|part| self.can_be_made_up(part)),
        }
    }
}
