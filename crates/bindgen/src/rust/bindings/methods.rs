//! Methods of imported resources that are called like what `wit-bindgen` gives every resource.

use syn::visit_mut::{self, VisitMut};
use syn::{ImplItem, ImplItemFn, ItemImpl};

use crate::names;

/// Calls each as [`names::rust_method`] does.
pub(super) struct Methods;

impl VisitMut for Methods {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let is_inherent = item.trait_.is_none();
        // The functions of the WIT are in blocks of their own.
        let is_helping = item.items.iter().any(|item| match item {
            ImplItem::Fn(function) => function.sig.unsafety.is_some(),
            _ => false,
        });
        if is_inherent && !is_helping {
            item.items.iter_mut().for_each(rename);
        }
        visit_mut::visit_item_impl_mut(self, item);
    }
}

fn rename(item: &mut ImplItem) {
    if let ImplItem::Fn(ImplItemFn { sig, .. }) = item
        && names::is_of_every_resource(&sig.ident.to_string())
    {
        sig.ident = quote::format_ident!("{}_", sig.ident);
    }
}
