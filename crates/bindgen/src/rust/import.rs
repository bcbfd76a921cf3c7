//! Imports: functions and methods that Python calls.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Function, Param, Type};

use super::Writer;
use super::module::docs;
use crate::names;
use crate::python::passed;
use crate::world::{Direction, Interface, Role, free_functions, role};

impl Writer<'_> {
    pub(super) fn imported_functions(&self, interface: &Interface) -> TokenStream {
        if interface.direction == Direction::Export {
            return TokenStream::new();
        }
        let (modules, path) = (&interface.path, quote!(bindings));
        let functions = free_functions(interface).map(|function| {
            let rust_name = names::rust(&function.name);
            let parameters = Parameters::of(&function.params);
            let arguments = self.arguments(&function.params, &parameters.idents);
            let body = self.import_body(
                function,
                &function.params,
                &quote!(#path::#(#modules::)*#rust_name(#(#arguments),*)),
            );
            let (docs, python_name) = (docs(&function.docs), names::python(&function.name));
            let ident = names::imported_function(&python_name);
            let (idents, declared) = (&parameters.idents, &parameters.declared);
            quote! {
                #docs
                #[pyfunction]
                #[pyo3(crate = "::wasi_py_embed::pyo3", name = #python_name, signature = (#(#idents),*))]
                pub fn #ident<'py>(__py: Python<'py>, #declared) -> PyResult<Bound<'py, PyAny>> {
                    #body
                }
            }
        });
        quote!(#(#functions)*)
    }

    /// Writes a function of an imported resource, for its class.
    pub(super) fn imported_method(
        &self,
        function: &Function,
        resource: &TokenStream,
    ) -> TokenStream {
        let params = passed(function);
        let parameters = Parameters::of(params);
        let (idents, declared) = (&parameters.idents, &parameters.declared);
        let arguments = self.arguments(params, idents);
        let (item, docs) = (function.item_name(), docs(&function.docs));
        let (rust_name, python_name) = (names::rust_method(item), names::python(item));
        let ident = format_ident!("method_{python_name}");
        match role(function) {
            Role::Method(_) => {
                let call =
                    quote!(self.0.with(|__resource| Ok(__resource.#rust_name(#(#arguments),*)))?);
                let body = self.import_body(function, params, &call);
                quote! {
                    #docs
                    #[pyo3(name = #python_name, signature = (#(#idents),*))]
                    fn #ident<'py>(&self, __py: Python<'py>, #declared) -> PyResult<Bound<'py, PyAny>> {
                        #body
                    }
                }
            }
            Role::Constructor(_) => {
                let conversions = self.conversions(function, params);
                let made = match self.fails(function) {
                    Some(error) => {
                        let raised = self.raised(error.as_ref());
                        quote!(match #resource::new(#(#arguments),*) {
                            Ok(made) => made,
                            Err(error) => return Err(#raised),
                        })
                    }
                    None => quote!(#resource::new(#(#arguments),*)),
                };
                quote! {
                    #docs
                    #[new]
                    #[pyo3(signature = (#(#idents),*))]
                    fn __new__<'py>(__py: Python<'py>, #declared) -> PyResult<Self> {
                        let __call = &Call::new(__py);
                        #conversions
                        Ok(Self(embed::Handle::owned(#made)))
                    }
                }
            }
            Role::Free | Role::Static(_) => {
                let body = self.import_body(
                    function,
                    params,
                    &quote!(#resource::#rust_name(#(#arguments),*)),
                );
                quote! {
                    #docs
                    #[staticmethod]
                    #[pyo3(name = #python_name, signature = (#(#idents),*))]
                    fn #ident<'py>(__py: Python<'py>, #declared) -> PyResult<Bound<'py, PyAny>> {
                        #body
                    }
                }
            }
        }
    }

    /// Converts the arguments, calls and converts the result.
    fn import_body(
        &self,
        function: &Function,
        params: &[Param],
        call: &TokenStream,
    ) -> TokenStream {
        let conversions = self.conversions(function, params);
        let result = match self.fails(function) {
            Some(error) => {
                let raised = self.raised(error.as_ref());
                quote! {
                    match __result {
                        Ok(value) => value.to_python(__call),
                        Err(error) => Err(#raised),
                    }
                }
            }
            None => quote!(__result.to_python(__call)),
        };
        quote! {
            let __call = &Call::new(__py);
            #conversions
            let __result = #call;
            #result
        }
    }

    fn conversions(&self, function: &Function, params: &[Param]) -> TokenStream {
        let function_name = names::python(function.item_name());
        let lines = params.iter().map(|param| {
            let (name, ty) = (names::python(&param.name), self.owned(&param.ty));
            let ident = names::ident(&name);
            quote!(let #ident: #ty = embed::convert::from_argument(#ident, __call, #function_name, #name)?;)
        });
        quote!(#(#lines)*)
    }

    fn arguments(&self, params: &[Param], idents: &[Ident]) -> Vec<TokenStream> {
        let params = params.iter().zip(idents);
        params
            .map(|(param, ident)| self.argument(&param.ty, &quote!(#ident)))
            .collect()
    }

    /// Returns the error type of a function that can fail; `Some(None)` if it fails without saying more.
    #[allow(clippy::option_option, reason = "a failure can carry nothing")]
    pub(super) fn fails(&self, function: &Function) -> Option<Option<Type>> {
        self.world.result_of(function).map(|result| result.err)
    }

    /// Writes the exception for `error`.
    fn raised(&self, error: Option<&Type>) -> TokenStream {
        let exception = error.and_then(|ty| match ty {
            Type::Id(id) => {
                let id = self.world.class_of(*id);
                self.world.is_error(id).then_some(id)
            }
            _ => None,
        });
        match exception {
            Some(id) => {
                let (owner, ident) = (self.module_of(id), self.exception_static(id));
                quote!(#owner::#ident.raised(error.to_python(__call)?))
            }
            None => quote!(classes::failure(error.to_python(__call)?)),
        }
    }
}

/// The parameters of a function as Python calls them.
struct Parameters {
    idents: Vec<Ident>,
    declared: TokenStream,
}

impl Parameters {
    fn of(params: &[Param]) -> Self {
        let names = params.iter().map(|param| names::python(&param.name));
        let idents: Vec<Ident> = names.map(|name| names::ident(&name)).collect();
        Self {
            declared: quote!(#(#idents: Bound<'py, PyAny>),*),
            idents,
        }
    }
}
