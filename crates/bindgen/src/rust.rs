//! The Rust of a component: the bindings as `wit-bindgen` writes them, and the module `python` beside them.

mod bindings;
mod choice;
mod ends;
mod export;
mod import;
mod module;
mod record;
mod resource;
mod types;
mod warm_up;

use proc_macro2::TokenStream;
use quote::quote;
use wit_bindgen_core::wit_parser::TypeId;

use crate::{BindgenError, Settings, World};

/// The writer of the code: a world with its settings.
pub(crate) struct Writer<'w> {
    pub(crate) world: &'w World,
    pub(crate) settings: &'w Settings,
}

impl World {
    /// Writes the Rust source to be included at the root of a guest crate: the modules `bindings` and
    /// `python`, and `Component`.
    ///
    /// It expects the app's bundle as `app.bundle` in `OUT_DIR`.
    ///
    /// # Errors
    /// When the settings do not fit the world.
    pub fn rust(&self, settings: &Settings) -> Result<String, BindgenError> {
        let writer = Writer {
            world: self,
            settings,
        };
        settings.check(self)?;
        let (bindings, python) = (bindings::write(self)?, writer.python()?);
        let tokens = quote! {
            /// The world, as `wit-bindgen` writes it.
            #[allow(
                missing_docs, unsafe_code, unused, unreachable_pub, clippy::all, clippy::pedantic,
                clippy::undocumented_unsafe_blocks, clippy::unwrap_used,
                reason = "written by wit-bindgen; the WIT has the docs"
            )]
            pub mod bindings { #bindings }
            /// The world in Python: classes, modules, conversions, exports that call the app.
            #[allow(
                missing_docs, unsafe_code, unused, unreachable_pub, clippy::all, clippy::pedantic,
                clippy::undocumented_unsafe_blocks, clippy::unwrap_used,
                reason = "generated; the WIT has the docs"
            )]
            pub mod python { #python }
            /// What implements the world's exports.
            pub struct Component;
            #[allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "written by wit-bindgen")]
            mod exported {
                use super::Component;
                super::bindings::export!(Component with_types_in super::bindings);
            }
            ::wasi_py_embed::export_snapshot!(super::python::PYTHON, super::python::prepare);
        };
        let file =
            syn::parse2(tokens).map_err(|error| BindgenError::Generated(error.to_string()))?;
        Ok(prettyplease::unparse(&file))
    }
}

impl Writer<'_> {
    /// Writes everything in the module `python`.
    fn python(&self) -> Result<TokenStream, BindgenError> {
        let mut interfaces = TokenStream::new();
        for interface in &self.world.interfaces {
            interfaces.extend(self.module(interface)?);
        }
        let exports = self.exports()?;
        let package = self.package()?;
        Ok(quote! {
            use ::wasi_py_embed::{self as embed, pyo3};
            use embed::classes::{self, Record as _};
            use embed::convert::{Call, FromPython, Sample, ToPython};
            use pyo3::prelude::*;
            use super::{bindings, Component};
            #package
            #interfaces
            #exports
        })
    }

    /// Tells whether a type needs a class of its own in generated code.
    pub(crate) fn is_defined_here(&self, id: TypeId) -> bool {
        self.world.kind(id).has_class()
            && self.world.class_of(id) == id
            && self.settings.type_in_rust(self.world, id).is_none()
    }
}
