//! Variants, enums and flags: statics that make their Python classes, and conversions case by case.

use proc_macro2::TokenStream;
use quote::quote;
use wit_bindgen_core::wit_parser::{Docs, Enum, Flags, Type, TypeId, Variant};

use super::Writer;
use crate::names;
use crate::world::{Interface, case_class, exception_class};

impl Writer<'_> {
    pub(super) fn variant(
        &self,
        interface: &Interface,
        id: TypeId,
        variant: &Variant,
    ) -> TokenStream {
        let (ident, name) = (self.static_of(id), self.class_name(interface, id));
        let cases = variant.cases.iter().map(|case| {
            let (name, doc) = (
                case_class(self.world.name_of(id), &case.name),
                text(&case.docs),
            );
            let is_full = case.ty.is_some();
            quote!(classes::Case { name: #name, doc: #doc, is_full: #is_full })
        });
        let conversions = self
            .world
            .sharing(id)
            .map(|id| self.variant_conversions(id, variant));
        quote! {
            pub static #ident: classes::Variant = classes::Variant::new(#name, &[#(#cases),*]);
            #(#conversions)*
        }
    }

    fn variant_conversions(&self, id: TypeId, variant: &Variant) -> TokenStream {
        let (ident, path, ty) = (self.static_of(id), self.rust_path(id), Type::Id(id));
        let to_arms = variant.cases.iter().enumerate().map(|(index, case)| {
            let name = names::rust_case(&case.name);
            match case.ty {
                Some(_) => quote!(Self::#name(value) => (#index, Some(value.to_python(call)?))),
                None => quote!(Self::#name => (#index, None)),
            }
        });
        let from_arms = variant.cases.iter().enumerate().map(|(index, case)| {
            let (name, python) = (names::rust_case(&case.name), case_class(self.world.name_of(id), &case.name));
            match case.ty {
                Some(_) => quote!(#index => Self::#name(classes::from_field(value, call, #python, "value")?)),
                None => quote!(#index => Self::#name),
            }
        });
        let samples = variant.cases.iter().enumerate().map(|(index, case)| {
            let name = names::rust_case(&case.name);
            match case.ty {
                Some(_) => quote!(#index => Self::#name(Sample::sample(index)?)),
                None => quote!(#index => Self::#name),
            }
        });
        let count = variant.cases.len();
        let sample = self.sample(
            id,
            &quote!(Some(match index % #count {
                #(#samples,)*
                _ => return None,
            })),
        );
        let (lifetime, to_lifetime) = (self.lifetime(&ty, "'a"), self.lifetime(&ty, "'_"));
        let to_python = quote! {
            impl<'py> ToPython<'py> for #path #to_lifetime {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let (index, value) = match self { #(#to_arms,)* };
                    #ident.object(call.py(), index, value)
                }
            }
        };
        if self.world.has_exported_borrow(&ty) {
            return to_python;
        }
        quote! {
            #to_python
            impl<'a, 'py> FromPython<'a, 'py> for #path #lifetime {
                fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
                    let (index, value) = #ident.case(&object)?;
                    drop(object);
                    Ok(match index {
                        #(#from_arms,)*
                        _ => unreachable!("there is no such case"),
                    })
                }
            }
            #sample
        }
    }

    pub(super) fn enumeration(
        &self,
        interface: &Interface,
        id: TypeId,
        enumeration: &Enum,
    ) -> TokenStream {
        let (ident, name) = (self.static_of(id), self.class_name(interface, id));
        let cases = enumeration
            .cases
            .iter()
            .map(|case| names::constant(&case.name));
        let conversions = self
            .world
            .sharing(id)
            .map(|id| self.enumeration_conversions(id, enumeration));
        quote! {
            pub static #ident: classes::Enumeration = classes::Enumeration::new(#name, &[#(#cases),*]);
            #(#conversions)*
        }
    }

    fn enumeration_conversions(&self, id: TypeId, enumeration: &Enum) -> TokenStream {
        let (ident, path) = (self.static_of(id), self.rust_path(id));
        let arms = enumeration.cases.iter().enumerate().map(|(index, case)| {
            let name = names::rust_case(&case.name);
            quote!(#index => Self::#name)
        });
        let arms: Vec<_> = arms.collect();
        let count = arms.len();
        let sample = self.sample(
            id,
            &quote!(Some(match index % #count {
                #(#arms,)*
                _ => return None,
            })),
        );
        quote! {
            #sample
            impl<'py> ToPython<'py> for #path {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    #ident.member(call.py(), self as usize)
                }
            }
            impl<'a, 'py> FromPython<'a, 'py> for #path {
                fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
                    Ok(match #ident.index(&object)? {
                        #(#arms,)*
                        _ => unreachable!("there is no such case"),
                    })
                }
            }
        }
    }

    pub(super) fn flags(&self, interface: &Interface, id: TypeId, flags: &Flags) -> TokenStream {
        let (ident, name) = (self.static_of(id), self.class_name(interface, id));
        let names = flags.flags.iter().map(|flag| names::constant(&flag.name));
        let conversions = self.world.sharing(id).map(|id| self.flags_conversions(id));
        quote! {
            pub static #ident: classes::Flags = classes::Flags::new(#name, &[#(#names),*]);
            #(#conversions)*
        }
    }

    fn flags_conversions(&self, id: TypeId) -> TokenStream {
        let (ident, path) = (self.static_of(id), self.rust_path(id));
        let sample = self.sample(id, &quote!(Some(Self::from_bits_truncate(index as _))));
        quote! {
            #sample
            impl<'py> ToPython<'py> for #path {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    #ident.object(call.py(), u32::from(self.bits()))
                }
            }
            impl<'a, 'py> FromPython<'a, 'py> for #path {
                fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
                    // Python knows no bits but those of the flags, and they fit.
                    Ok(Self::from_bits_truncate(#ident.bits(&object)? as _))
                }
            }
        }
    }

    /// Writes the exception for a type that functions fail with.
    pub(super) fn exception(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let wit_name = self.world.name_of(id);
        let (ident, class) = (self.exception_static(id), exception_class(wit_name));
        let module = &interface.module;
        let doc = format!(
            "A function failed with a `{}`, which is its `value`.",
            names::class(wit_name)
        );
        quote! {
            pub static #ident: classes::Exception = classes::Exception::new(classes::ClassName {
                module: #module, name: #class, doc: #doc,
            });
        }
    }

    pub(super) fn exception_static(&self, id: TypeId) -> proc_macro2::Ident {
        names::rust_static(&format!("{}-exception", self.world.name_of(id)))
    }

    pub(super) fn static_of(&self, id: TypeId) -> proc_macro2::Ident {
        names::rust_static(self.world.name_of(id))
    }

    pub(super) fn class_name(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let (module, name) = (&interface.module, names::class(self.world.name_of(id)));
        let doc = text(&self.world.type_def(id).docs);
        quote!(classes::ClassName { module: #module, name: #name, doc: #doc })
    }
}

fn text(docs: &Docs) -> &str {
    docs.contents.as_deref().unwrap_or_default().trim()
}
