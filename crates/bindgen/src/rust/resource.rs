//! Resources. An imported one is a class whose objects hold a handle; an exported one is whatever object the
//! app makes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::TypeId;

use super::Writer;
use super::export::{app_module, function_static};
use super::module::docs;
use crate::names;
use crate::world::{Interface, functions_of};

impl Writer<'_> {
    pub(super) fn resource(&self, interface: &Interface, id: TypeId) -> TokenStream {
        if !self.world.is_exported_resource(id) {
            self.imported_resource(interface, id)
        } else if self.settings.is_in_rust(interface) {
            TokenStream::new()
        } else {
            self.exported_resource(interface, id)
        }
    }

    fn imported_resource(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let (ident, path) = (self.class_ident(id), self.rust_path(id));
        let (module, wit_name) = (&interface.module, self.world.name_of(id));
        let class = names::class(wit_name);
        let docs = docs(&self.world.type_def(id).docs);
        let methods =
            functions_of(interface, id).map(|function| self.imported_method(function, &path));
        let conversions = self.imported_resource_conversions(id);
        quote! {
            #docs
            #[pyclass(crate = "::wasi_py_embed::pyo3", module = #module, name = #class, frozen)]
            pub struct #ident(pub(super) embed::Handle<#path>);

            #[pymethods]
            #[pyo3(crate = "::wasi_py_embed::pyo3")]
            impl #ident {
                #(#methods)*

                fn __enter__(slf: Py<Self>) -> Py<Self> {
                    slf
                }

                /// Drops the handle.
                #[pyo3(signature = (*_exception))]
                fn __exit__(&self, _exception: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
                    self.0.close()
                }
            }
            #conversions
        }
    }

    fn imported_resource_conversions(&self, id: TypeId) -> TokenStream {
        let (ident, path) = (self.class_ident(id), self.rust_path(id));
        let (module, wit_name) = (&self.world.owner(id).module, self.world.name_of(id));
        let expected = format!("`{module}.{}`", names::class(wit_name));
        quote! {
            // SAFETY: `from_handle` takes the number of a handle and drops it when it is dropped itself.
            unsafe impl embed::Resource for #path {
                const NAME: &'static str = #wit_name;

                fn number(&self) -> u32 {
                    self.handle()
                }

                unsafe fn from_number(number: u32) -> Self {
                    // SAFETY: as the caller says.
                    unsafe { Self::from_handle(number) }
                }
            }

            impl<'py> ToPython<'py> for #path {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    Ok(Bound::new(call.py(), #ident(embed::Handle::owned(self)))?.into_any())
                }
            }

            impl<'py> ToPython<'py> for &#path {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let object = Bound::new(call.py(), #ident(embed::Handle::lent(self)))?;
                    let lent = object.clone().unbind();
                    call.lend(move |_| {
                        // In use after its call has ended: that cannot be, nothing runs beside.
                        let _ = lent.get().0.close();
                    });
                    Ok(object.into_any())
                }
            }

            impl<'a, 'py> FromPython<'a, 'py> for #path {
                fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
                    match object.cast::<#ident>() {
                        Ok(object) => object.get().0.take(),
                        Err(_) => Err(embed::convert::expected(#expected, &object)),
                    }
                }
            }

            impl<'a, 'py> FromPython<'a, 'py> for &'a #path {
                fn from_python(object: Bound<'py, PyAny>, call: &'a Call<'py>) -> PyResult<Self> {
                    match object.cast::<#ident>() {
                        Ok(object) => object.get().0.lend(call),
                        Err(_) => Err(embed::convert::expected(#expected, &object)),
                    }
                }
            }
        }
    }

    fn exported_resource(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let path = self.rust_path(id);
        let borrow = self.path_with(id, |name| format_ident!("{name}Borrow"));
        let (app_module, class) = (
            app_module(interface),
            function_static(&[self.world.name_of(id)]),
        );
        quote! {
            impl<'py> ToPython<'py> for #path {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    Ok(self.into_inner::<embed::Object>().take(call.py()))
                }
            }

            impl<'py> ToPython<'py> for #borrow<'_> {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    Ok(self.get::<embed::Object>().get(call.py()))
                }
            }

            impl<'a, 'py> FromPython<'a, 'py> for #path {
                fn from_python(object: Bound<'py, PyAny>, _: &'a Call<'py>) -> PyResult<Self> {
                    Ok(Self::new(embed::Object::of(&#app_module::#class, object)?))
                }
            }
        }
    }
}
