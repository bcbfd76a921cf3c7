//! Records: a class with pyo3, and conversions field by field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Record, Type, TypeId};

use super::Writer;
use super::module::docs;
use crate::names;
use crate::python::needed_fields;
use crate::world::{Interface, Kind};

impl Writer<'_> {
    pub(super) fn record(&self, interface: &Interface, id: TypeId, record: &Record) -> TokenStream {
        let class = self.record_class(interface, id, record);
        let conversions = self
            .world
            .sharing(id)
            .map(|id| self.record_conversions(id, record));
        quote!(#class #(#conversions)*)
    }

    fn record_class(&self, interface: &Interface, id: TypeId, record: &Record) -> TokenStream {
        let (module, wit_name) = (&interface.module, self.world.name_of(id));
        let (ident, class) = (self.class_ident(id), names::class(wit_name));
        let docs = docs(&self.world.type_def(id).docs);
        let count = record.fields.len();
        let python_names: Vec<String> = record
            .fields
            .iter()
            .map(|field| names::python(&field.name))
            .collect();
        let fields: Vec<_> = python_names.iter().map(|name| names::ident(name)).collect();
        let types = record.fields.iter().map(|field| self.field(&field.ty));
        let field_docs = record.fields.iter().map(|field| self::docs(&field.docs));
        let getters = (0..count).map(|index| format_ident!("__get_{index}"));
        let setters = (0..count).map(|index| format_ident!("__set_{index}"));
        let signature = self.signature(record, &fields);
        quote! {
            #docs
            #[pyclass(crate = "::wasi_py_embed::pyo3", module = #module, name = #class, subclass)]
            pub struct #ident {
                #(#fields: #types,)*
            }

            impl classes::Record<#count> for #ident {
                const FIELDS: [&'static str; #count] = [#(#python_names),*];

                fn fields(&self) -> [&dyn classes::AnyField; #count] {
                    [#(&self.#fields),*]
                }

                fn fields_mut(&mut self) -> [&mut dyn classes::AnyField; #count] {
                    [#(&mut self.#fields),*]
                }

                fn taken(&mut self) -> Self {
                    Self { #(#fields: self.#fields.take()),* }
                }

                fn copied(&self, py: Python<'_>) -> Self {
                    Self { #(#fields: self.#fields.copy(py)),* }
                }
            }

            #[pymethods]
            #[pyo3(crate = "::wasi_py_embed::pyo3")]
            impl #ident {
                #[new]
                #[pyo3(signature = (#signature))]
                fn __new__(#(#fields: Option<Py<PyAny>>),*) -> Self {
                    Self { #(#fields: classes::Field::Python(#fields)),* }
                }

                #(
                    #field_docs
                    #[getter]
                    #[pyo3(name = #python_names)]
                    fn #getters<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                        classes::AnyField::get(&mut self.#fields, py)
                    }

                    #[setter]
                    #[pyo3(name = #python_names)]
                    fn #setters(&mut self, value: Option<Py<PyAny>>) {
                        self.#fields = classes::Field::Python(value);
                    }
                )*

                #[classattr]
                fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, pyo3::types::PyTuple>> {
                    Self::match_args(py)
                }

                fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
                    Self::repr(slf)
                }

                fn __eq__<'py>(
                    slf: &Bound<'py, Self>,
                    other: &Bound<'py, PyAny>,
                ) -> PyResult<Bound<'py, PyAny>> {
                    Self::equal(slf, other)
                }

                fn __reduce__<'py>(
                    slf: &Bound<'py, Self>,
                ) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
                    Self::reduce(slf)
                }

                fn __traverse__(
                    &self,
                    visit: pyo3::gc::PyVisit<'_>,
                ) -> Result<(), pyo3::gc::PyTraverseError> {
                    self.traverse(&visit)
                }

                fn __clear__(&mut self) {
                    self.clear();
                }
            }
        }
    }

    /// Writes the constructor's parameters, of which some may be left out.
    fn signature(&self, record: &Record, fields: &[proc_macro2::Ident]) -> TokenStream {
        let (needed, optional) = fields.split_at(needed_fields(self.world, record));
        quote!(#(#needed,)* #(#optional = None),*)
    }

    fn record_conversions(&self, id: TypeId, record: &Record) -> TokenStream {
        let ty = Type::Id(id);
        let (ident, path) = (self.class_ident(id), self.rust_path(id));
        let class = names::class(self.world.name_of(id));
        let python_names: Vec<String> = record
            .fields
            .iter()
            .map(|field| names::python(&field.name))
            .collect();
        let fields: Vec<_> = python_names.iter().map(|name| names::ident(name)).collect();
        let rust_fields: Vec<_> = record
            .fields
            .iter()
            .map(|field| names::rust(&field.name))
            .collect();
        let count = fields.len();
        let types = || record.fields.iter().map(|field| &field.ty);
        let contents = types().zip(&rust_fields).map(|(ty, field)| {
            if self.is_given(ty) {
                quote!(classes::Field::Given(self.#field))
            } else {
                quote!(classes::shown(self.#field, call)?)
            }
        });
        let given = types().map(|ty| {
            if self.is_given(ty) {
                quote!(|value| value)
            } else {
                quote!(|never| match never {})
            }
        });
        let sample = self.sample(
            id,
            &quote!(Some(Self {
                #(#rust_fields: Sample::sample(index)?),*
            })),
        );
        let lifetime = self.lifetime(&ty, "'a");
        let to_lifetime = self.lifetime(&ty, "'_");
        let to_python = quote! {
            impl<'py> ToPython<'py> for #path #to_lifetime {
                fn to_python(self, call: &Call<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let object = #ident {
                        #(#fields: #contents),*
                    };
                    Ok(Bound::new(call.py(), object)?.into_any())
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
                    let record = classes::into_record::<#ident, #count>(object)?;
                    Ok(Self {
                        #(#rust_fields: record.#fields.read(#given, call, #class, #python_names)?),*
                    })
                }
            }
            #sample
        }
    }

    /// Writes the type of a field in the class.
    fn field(&self, ty: &Type) -> TokenStream {
        if self.is_given(ty) {
            let owned = self.owned(ty);
            quote!(classes::Field<#owned>)
        } else {
            quote!(classes::Shown)
        }
    }

    /// Tells whether objects hold a value as the host gave it: one that is text, numbers and lists of them.
    /// The types of all interfaces that share a class are the same then.
    fn is_given(&self, ty: &Type) -> bool {
        let Type::Id(id) = ty else {
            return true;
        };
        match self.world.kind(*id) {
            Kind::Bytes(ty) | Kind::List(ty) | Kind::Option(ty) | Kind::Alias(ty) => {
                self.is_given(ty)
            }
            Kind::Record(_)
            | Kind::Variant(_)
            | Kind::Enum(_)
            | Kind::Flags(_)
            | Kind::Resource
            | Kind::FixedBytes(..)
            | Kind::FixedList(..)
            | Kind::Result(_)
            | Kind::Tuple(_)
            | Kind::Own(_)
            | Kind::Borrow(_)
            | Kind::Stream(_)
            | Kind::ByteStream(_)
            | Kind::Future(_) => false,
        }
    }

    /// Writes the lifetime of a type that holds something borrowed.
    pub(super) fn lifetime(&self, ty: &Type, name: &str) -> TokenStream {
        let lifetime = syn::Lifetime::new(name, proc_macro2::Span::call_site());
        if self.world.info(ty).has_borrow_handle {
            quote!(<#lifetime>)
        } else {
            TokenStream::new()
        }
    }
}
