//! Imports: functions and methods that Python calls.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Function, Param, Type};

use super::Writer;
use super::module::docs;
use crate::names;
use crate::python::passed;
use crate::world::{Direction, Interface, Kind, Role, free_functions, role};

impl Writer<'_> {
    pub(super) fn imported_functions(&self, interface: &Interface) -> TokenStream {
        if interface.direction == Direction::Export {
            return TokenStream::new();
        }
        let (modules, path) = (&interface.path, quote!(bindings));
        let functions = free_functions(interface).map(|function| {
            let rust_name = names::rust(&function.name);
            let parameters = Parameters::of(&function.params);
            let arguments = self.arguments(function, &parameters.idents);
            let body = self.import_body(
                function,
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
        let arguments = self.arguments(function, idents);
        let (item, docs) = (function.item_name(), docs(&function.docs));
        let (rust_name, python_name) = (names::rust_method(item), names::python(item));
        let ident = format_ident!("method_{python_name}");
        match role(function) {
            Role::Method(id) if function.kind.is_async() => {
                let class = self.class_ident(id);
                let call = quote!(__resource.get().#rust_name(#(#arguments),*));
                let body = self.import_body(function, &call);
                quote! {
                    #docs
                    #[pyo3(name = #python_name, signature = (#(#idents),*))]
                    fn #ident<'py>(__self: &Bound<'py, Self>, __py: Python<'py>, #declared) -> PyResult<Bound<'py, PyAny>> {
                        let __resource = embed::Loan::new(__self, |class: &#class| &class.0)?;
                        #body
                    }
                }
            }
            Role::Method(_) => {
                let call =
                    quote!(self.0.with(|__resource| Ok(__resource.#rust_name(#(#arguments),*)))?);
                let body = self.import_body(function, &call);
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
                let body =
                    self.import_body(function, &quote!(#resource::#rust_name(#(#arguments),*)));
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
    fn import_body(&self, function: &Function, call: &TokenStream) -> TokenStream {
        let conversions = self.conversions(function, passed(function));
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
        if !function.kind.is_async() {
            return quote! {
                let __call = &Call::new(__py);
                #conversions
                let __result = #call;
                #result
            };
        }
        let (name, idents) = (
            names::python(function.item_name()),
            Parameters::of(passed(function)).idents,
        );
        quote! {
            #(let #idents = #idents.unbind();)*
            embed::concurrent::imported(__py, #name, move |__py| {
                let __call = &Call::new(__py);
                #(let #idents = #idents.into_bound(__py);)*
                #conversions
                Ok(async move {
                    let __result = #call.await;
                    embed::concurrent::answer(move |__call| #result)
                })
            })
        }
    }

    fn conversions(&self, function: &Function, params: &[Param]) -> TokenStream {
        let function_name = names::python(function.item_name());
        let lines = params.iter().map(|param| {
            let (name, ty) = (names::python(&param.name), self.owned(&param.ty));
            let ident = names::ident(&name);
            if let Some(class) = self.loaned(function, &param.ty) {
                return quote! {
                    let #ident = embed::Loan::of_argument(&#ident, |class: &#class| &class.0, __call, #function_name, #name)?;
                };
            }
            quote!(let #ident: #ty = embed::convert::from_argument(#ident, __call, #function_name, #name)?;)
        });
        quote!(#(#lines)*)
    }

    /// Writes the arguments of an import. An async one owns them until it ends, but for what is lent to it.
    fn arguments(&self, function: &Function, idents: &[Ident]) -> Vec<TokenStream> {
        let params = passed(function).iter().zip(idents);
        params
            .map(|(param, ident)| match self.loaned(function, &param.ty) {
                Some(_) => quote!(#ident.get()),
                None if function.kind.is_async() => quote!(#ident),
                None => self.argument(&param.ty, &quote!(#ident)),
            })
            .collect()
    }

    /// Returns the class of a resource that is lent to an async import.
    fn loaned(&self, function: &Function, ty: &Type) -> Option<TokenStream> {
        match self.world.resolved(ty)? {
            Kind::Borrow(resource)
                if function.kind.is_async() && !self.world.is_exported_resource(*resource) =>
            {
                let resource = self.world.class_of(*resource);
                let (owner, class) = (self.module_of(resource), self.class_ident(resource));
                Some(quote!(#owner::#class))
            }
            _ => None,
        }
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
