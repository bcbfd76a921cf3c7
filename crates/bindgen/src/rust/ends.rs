//! Streams and futures: the functions of the component model that `wit-bindgen` has written for each type.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Writer;
use crate::world::Kind;

impl Writer<'_> {
    /// Writes the function that notes how streams and futures are made; nothing if the world has none.
    pub(super) fn payloads(&self) -> TokenStream {
        let lines = self.payload_lines();
        if lines.is_empty() {
            return TokenStream::new();
        }
        quote! {
            fn __payloads() {
                #(#lines)*
            }
        }
    }

    /// Writes the call of that function, in front of what may need it.
    pub(super) fn know_payloads(&self) -> TokenStream {
        if self.payload_lines().is_empty() {
            TokenStream::new()
        } else {
            quote!(embed::concurrent::know(__payloads);)
        }
    }

    fn payload_lines(&self) -> Vec<TokenStream> {
        let interfaces = self.world.interfaces.iter();
        let functions = interfaces.flat_map(|interface| &interface.functions);
        let ends =
            functions.flat_map(|function| function.find_futures_and_streams(&self.world.resolve));
        let mut lines = BTreeMap::new();
        for id in ends {
            let line = match self.world.kind(id) {
                Kind::Stream(item) | Kind::ByteStream(item) => {
                    let item = self.owned(item);
                    quote!(embed::concurrent::streams_of::<#item>(
                        <#item as bindings::wit_stream::StreamPayload>::VTABLE
                    );)
                }
                Kind::Future(value) => {
                    let value = self.owned_or_unit(value.as_ref());
                    quote!(embed::concurrent::futures_of::<#value>(
                        <#value as bindings::wit_future::FuturePayload>::VTABLE
                    );)
                }
                _ => continue,
            };
            lines.insert(line.to_string(), line);
        }
        lines.into_values().collect()
    }
}
