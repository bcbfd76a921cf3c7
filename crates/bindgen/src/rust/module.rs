//! Python modules: one for each interface, with its classes, what it uses from others and, if it is imported,
//! its functions.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Docs, TypeId};

use super::Writer;
use crate::settings::path;
use crate::world::{Direction, Interface, Kind, case_class, exception_class, free_functions};
use crate::{BindgenError, NumberLists, names, python};

impl Writer<'_> {
    /// Writes the Rust module that has the classes, conversions and functions of an interface.
    pub(super) fn module(&self, interface: &Interface) -> Result<TokenStream, BindgenError> {
        if is_exporting_world(interface) {
            return Ok(TokenStream::new());
        }
        let ident = module_ident(interface);
        let types = interface.types.iter();
        let types = types.map(|id| self.definition(interface, *id));
        let functions = self.imported_functions(interface);
        let fill = self.fill(interface)?;
        Ok(quote! {
            pub mod #ident {
                use super::*;
                #(#types)*
                #functions
                #fill
            }
        })
    }

    /// Writes what defines a type; nothing for what only has another name.
    fn definition(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let exception = if self.world.is_error(id) {
            self.exception(interface, id)
        } else {
            TokenStream::new()
        };
        if !self.is_defined_here(id) {
            return exception;
        }
        let class = match self.world.kind(id) {
            Kind::Record(record) => self.record(interface, id, record),
            Kind::Variant(variant) => self.variant(interface, id, variant),
            Kind::Enum(enumeration) => self.enumeration(interface, id, enumeration),
            Kind::Flags(flags) => self.flags(interface, id, flags),
            Kind::Resource => self.resource(interface, id),
            Kind::Bytes(_)
            | Kind::List(_)
            | Kind::FixedBytes(..)
            | Kind::FixedList(..)
            | Kind::Option(_)
            | Kind::Result(_)
            | Kind::Tuple(_)
            | Kind::Own(_)
            | Kind::Borrow(_)
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_)
            | Kind::Alias(_) => TokenStream::new(),
        };
        quote!(#class #exception)
    }

    /// Writes the function that fills the Python module.
    fn fill(&self, interface: &Interface) -> Result<TokenStream, BindgenError> {
        let mut lines = Vec::new();
        for id in &interface.types {
            lines.extend(self.add_class(*id)?);
            let class = self.world.class_of(*id);
            if self.world.is_error(class) {
                let name = exception_class(self.world.name_of(*id));
                let (owner, ident) = (self.module_of(class), self.exception_static(class));
                lines.push(quote!(module.add(#name, #owner::#ident.class(module.py())?)?;));
            }
        }
        if interface.direction == Direction::Import {
            lines.extend(free_functions(interface).map(|function| {
                let ident = names::imported_function(&names::python(&function.name));
                quote!(module.add_function(pyo3::wrap_pyfunction!(#ident, module)?)?;)
            }));
        }
        let doc = interface.docs.iter();
        Ok(quote! {
            pub(super) fn __fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
                #(module.setattr("__doc__", #doc)?;)*
                #(#lines)*
                Ok(())
            }
        })
    }

    /// Puts a class into the module, under the name that the interface has for it.
    fn add_class(&self, id: TypeId) -> Result<Option<TokenStream>, BindgenError> {
        let name = names::class(self.world.name_of(id));
        if let Some(text) = self.settings.type_in_rust(self.world, id) {
            let class = path(text)?;
            return Ok(Some(
                quote!(module.add(#name, module.py().get_type::<#class>())?;),
            ));
        }
        let class = self.world.class_of(id);
        let owner = self.module_of(class);
        let (class_ident, class_static) = (self.class_ident(class), self.static_of(class));
        Ok(match self.world.kind(class) {
            Kind::Resource if self.world.is_exported_resource(class) => None,
            Kind::Record(_) | Kind::Resource => {
                Some(quote!(module.add(#name, module.py().get_type::<#owner::#class_ident>())?;))
            }
            Kind::Variant(variant) => {
                let cases = variant.cases.iter();
                let cases = cases.map(|case| case_class(self.world.name_of(id), &case.name));
                Some(quote! {
                    module.add(#name, #owner::#class_static.class(module.py())?)?;
                    #owner::#class_static.add_cases(module, &[#(#cases),*])?;
                })
            }
            Kind::Enum(_) | Kind::Flags(_) => {
                Some(quote!(module.add(#name, #owner::#class_static.class(module.py())?)?;))
            }
            Kind::Bytes(_)
            | Kind::List(_)
            | Kind::FixedBytes(..)
            | Kind::FixedList(..)
            | Kind::Option(_)
            | Kind::Result(_)
            | Kind::Tuple(_)
            | Kind::Own(_)
            | Kind::Borrow(_)
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_)
            | Kind::Alias(_) => None,
        })
    }

    /// Writes the package `wit`, the interpreter and what prepares it for a snapshot.
    pub(super) fn package(&self) -> Result<TokenStream, BindgenError> {
        let interfaces = self.world.interfaces.iter();
        let modules = interfaces
            .filter(|interface| !is_exporting_world(interface))
            .map(|interface| {
                let (name, ident) = (&interface.module, module_ident(interface));
                quote!((#name, #ident::__fill))
            });
        let aliases = self.world.interfaces.iter().flat_map(|interface| {
            let module = &interface.module;
            let aliases = python::aliases(self.world, self.settings, interface);
            aliases.into_iter().map(move |alias| {
                let (name, expression) = (alias.name, alias.expression);
                quote!((#module, #name, #expression))
            })
        });
        let builtins = self.settings.builtins.iter().map(|text| path(text));
        let builtins = builtins.collect::<Result<Vec<_>, _>>()?;
        let extensions = self.settings.extensions.iter();
        let extensions = extensions.map(|(module, init)| {
            let init = format_ident!("{init}");
            quote!(#module = #init)
        });
        let arrays = self.settings.number_lists == NumberLists::Array;
        let warm_up = self.warm_up()?;
        let is_async = self.world.is_async();
        let event_loop = is_async.then(|| quote!(embed::concurrent::prepare(py)?;));
        let expected = self.expected();
        let payloads = self.payloads();
        let streams = is_async.then(|| quote!(("wit.streams", embed::concurrent::fill),));
        Ok(quote! {
            #payloads

            /// The Python inside this component.
            pub static PYTHON: embed::Interpreter = embed::Interpreter::new(embed::App {
                bundle: include_bytes!(concat!(env!("OUT_DIR"), "/app.bundle")),
                builtins: embed::builtins![wit, #(#builtins),*],
                extensions: embed::extensions![#(#extensions),*],
                arrays: #arrays,
            });

            /// What the world has.
            #[pymodule]
            #[pyo3(crate = "::wasi_py_embed::pyo3")]
            pub fn wit(package: &Bound<'_, PyModule>) -> PyResult<()> {
                embed::fill(package, &[
                    ("wit.imports", |_| Ok(())),
                    ("wit.exports", |_| Ok(())),
                    #streams
                    #(#modules),*
                ], &[#(#aliases),*])
            }

            /// Imports the app, checks that it has what the world exports, and warms it up. Runs before a
            /// snapshot.
            pub fn prepare(py: Python<'_>) -> PyResult<()> {
                #event_loop
                embed::check(py, &[#(#expected),*])?;
                #warm_up
                Ok(())
            }
        })
    }

    /// Names the module that defines a type.
    pub(super) fn module_of(&self, id: TypeId) -> Ident {
        module_ident(self.world.owner(id))
    }

    /// Names the struct behind a class.
    pub(super) fn class_ident(&self, id: TypeId) -> Ident {
        format_ident!("{}Class", names::rust_type(self.world.name_of(id)))
    }
}

/// Functions of the world itself have no module: the app implements them.
fn is_exporting_world(interface: &Interface) -> bool {
    interface.python_name.is_none() && interface.direction == Direction::Export
}

pub(super) fn module_ident(interface: &Interface) -> Ident {
    match (&interface.python_name, interface.direction) {
        (Some(name), Direction::Import) => format_ident!("imports_{name}"),
        (Some(name), Direction::Export) => format_ident!("exports_{name}"),
        (None, _) => format_ident!("world"),
    }
}

/// Writes the text of the WIT as the docs of an item.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let lines = docs.contents.iter().flat_map(|text| text.trim().lines());
    let lines = lines.map(|line| format!(" {line}"));
    quote!(#(#[doc = #lines])*)
}
