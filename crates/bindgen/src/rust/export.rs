//! Exports: the traits of `wit-bindgen`, implemented by calling the app.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_core::wit_parser::{Function, Param, Type, TypeId};

use super::Writer;
use crate::settings::path;
use crate::world::{
    Direction, EXCEPTION_FIELDS, Interface, Kind, Role, free_functions, functions_of, role,
};
use crate::{BindgenError, names, python};

/// More arguments than this are passed as a tuple that Python makes.
const MOST_ARGUMENTS: usize = 12;

impl Writer<'_> {
    pub(super) fn exports(&self) -> Result<TokenStream, BindgenError> {
        let mut exports = TokenStream::new();
        for interface in self.exported() {
            exports.extend(self.export(interface)?);
        }
        Ok(exports)
    }

    /// Returns the interfaces that the app implements.
    pub(super) fn exported(&self) -> impl Iterator<Item = &Interface> {
        let interfaces = self.world.interfaces.iter();
        interfaces.filter(|interface| {
            interface.direction == Direction::Export && !self.settings.is_in_rust(interface)
        })
    }

    fn resources(&self, interface: &Interface) -> Vec<TypeId> {
        let types = interface.types.iter().copied();
        types
            .filter(|id| matches!(self.world.kind(*id), Kind::Resource))
            .collect()
    }

    fn export(&self, interface: &Interface) -> Result<TokenStream, BindgenError> {
        let functions = free_functions(interface)
            .map(|function| self.exported_function(interface, function))
            .collect::<Result<Vec<_>, _>>()?;
        let resources = self.resources(interface);
        if functions.is_empty() && resources.is_empty() {
            return Ok(TokenStream::new());
        }
        let modules = &interface.path;
        let types = resources
            .iter()
            .map(|id| names::rust_type(self.world.name_of(*id)));
        let implementations = resources
            .iter()
            .map(|id| self.exported_methods(interface, *id));
        let statics = self.statics(interface);
        Ok(quote! {
            #statics
            impl bindings::#(#modules::)*Guest for Component {
                #(type #types = embed::Object;)*
                #(#functions)*
            }
            #(#implementations)*
        })
    }

    /// Writes the functions and classes of the app, in the module of the interface.
    fn statics(&self, interface: &Interface) -> TokenStream {
        let (app, name) = (&self.settings.app, interface_name(interface));
        let app_module = app_module(interface);
        let statics = self.looked_up(interface).into_iter().map(|(ident, path)| {
            quote! {
                pub static #ident: embed::Function = embed::Function::new(#app, #name, &[#(#path),*]);
            }
        });
        quote!(pub mod #app_module { use super::*; #(#statics)* })
    }

    /// Lists what is looked up in the app: functions, classes and static functions. Each has the name of its
    /// static and the attributes from the module on.
    fn looked_up(&self, interface: &Interface) -> Vec<(Ident, Vec<String>)> {
        let free = free_functions(interface).filter(|function| {
            self.settings
                .function_in_rust(interface, &function.name)
                .is_none()
        });
        let row =
            |parts: &[&str], function| (function_static(parts), self.python_path_of(function));
        let mut all: Vec<_> = free
            .map(|function| row(&[&function.name], function))
            .collect();
        for id in self.resources(interface) {
            let name = self.world.name_of(id);
            all.push((function_static(&[name]), vec![names::class(name)]));
            let statics = functions_of(interface, id)
                .filter(|function| matches!(role(function), Role::Static(_)));
            all.extend(statics.map(|function| row(&[name, function.item_name()], function)));
        }
        all
    }

    fn exported_function(
        &self,
        interface: &Interface,
        function: &Function,
    ) -> Result<TokenStream, BindgenError> {
        let (ident, app_module) = (names::rust(&function.name), app_module(interface));
        let (parameters, idents) = self.parameters(&function.params);
        let result = self.owned_or_unit(function.result.as_ref());
        let body = match self.settings.function_in_rust(interface, &function.name) {
            Some(text) => {
                let path = path(text)?;
                let awaited = function.kind.is_async().then(|| quote!(.await));
                quote!(#path(#(#idents),*) #awaited)
            }
            None => {
                let function_static = function_static(&[&function.name]);
                self.run(
                    function,
                    &Asked::of(&quote!(#app_module::#function_static), &idents),
                )
            }
        };
        let asynchronous = asynchronous(function);
        Ok(quote!(#asynchronous fn #ident(#parameters) -> #result { #body }))
    }

    /// Writes the implementation of a resource's trait.
    fn exported_methods(&self, interface: &Interface, id: TypeId) -> TokenStream {
        let modules = &interface.path;
        let name = format_ident!("Guest{}", names::rust_type(self.world.name_of(id)));
        let methods = functions_of(interface, id)
            .map(|function| self.exported_method(interface, function, id));
        quote! {
            impl bindings::#(#modules::)*#name for embed::Object {
                #(#methods)*
            }
        }
    }

    fn exported_method(
        &self,
        interface: &Interface,
        function: &Function,
        id: TypeId,
    ) -> TokenStream {
        let (class, item) = (self.world.name_of(id), function.item_name());
        let (ident, app_module) = (names::rust(item), app_module(interface));
        let result = self.owned_or_unit(function.result.as_ref());
        let (parameters, idents) = self.parameters(python::passed(function));
        let asynchronous = asynchronous(function);
        match role(function) {
            Role::Method(_) => {
                let name = names::python(item);
                let label = format!("{}.{}.{name}", self.settings.app, names::class(class));
                let arguments = arguments(&idents);
                let asked = Asked {
                    prepare: quote!(let object = self.get(call.py());),
                    call: quote!(object.call_method1(pyo3::intern!(call.py(), #name), #arguments)?),
                    function: quote!(object.getattr(pyo3::intern!(call.py(), #name))?),
                    arguments: objects(&idents),
                    read: quote!(embed::returned(returned, call, || #label.to_owned())),
                };
                let body = self.run(function, &asked);
                quote!(#asynchronous fn #ident(&self, #parameters) -> #result { #body })
            }
            Role::Constructor(_) => {
                let class_static = function_static(&[class]);
                let result = match self.fails(function) {
                    Some(error) => {
                        let error = self.owned_or_unit(error.as_ref());
                        quote!(Result<Self, #error>)
                    }
                    None => quote!(Self),
                };
                let asked = Asked {
                    read: quote!(Ok(embed::Object::new(returned))),
                    ..Asked::of(&quote!(#app_module::#class_static), &idents)
                };
                let body = self.run(function, &asked);
                quote!(fn new(#parameters) -> #result { #body })
            }
            Role::Free | Role::Static(_) => {
                let function_static = function_static(&[class, item]);
                let asked = Asked::of(&quote!(#app_module::#function_static), &idents);
                let body = self.run(function, &asked);
                quote!(#asynchronous fn #ident(#parameters) -> #result { #body })
            }
        }
    }

    /// Calls the app with Python; what it raises is returned if the function can fail, and traps otherwise.
    fn run(&self, function: &Function, asked: &Asked) -> TokenStream {
        let Asked {
            prepare,
            call,
            function: found,
            arguments,
            read,
        } = asked;
        let other = self.fails(function);
        let other = other.map(|error| self.other_exception(error.as_ref()));
        if !function.kind.is_async() {
            let body = quote!(move |call| { #prepare let returned = #call; #read });
            return match other {
                Some(other) => quote!(PYTHON.export_result(#body, |raised| #other)),
                None => quote!(PYTHON.export(#body)),
            };
        }
        let know_payloads = self.know_payloads();
        let begin = quote!(move |call| {
            #know_payloads
            #prepare
            Ok(embed::concurrent::Asked {
                function: #found,
                arguments: pyo3::types::PyTuple::new(call.py(), #arguments)?,
            })
        });
        let finish = quote!(|returned, call| #read);
        match other {
            Some(other) => {
                quote!(PYTHON.export_async_result(#begin, #finish, |raised| #other).await)
            }
            None => quote!(PYTHON.export_async(#begin, #finish).await),
        }
    }

    /// Writes what any Python exception becomes: the record `exception`, or the case of a variant that holds
    /// one.
    fn other_exception(&self, error: Option<&Type>) -> TokenStream {
        let Some(Type::Id(id)) = error else {
            return quote!(None);
        };
        if self.world.is_exception(*id) {
            let record = self.exception_record(*id);
            return quote!(Some(#record));
        }
        let definition = self.world.definition(*id);
        let Kind::Variant(variant) = self.world.kind(definition) else {
            return quote!(None);
        };
        let holder = variant.cases.iter().find_map(|case| match case.ty {
            Some(Type::Id(id)) if self.world.is_exception(id) => Some((case, id)),
            _ => None,
        });
        let Some((case, record)) = holder else {
            return quote!(None);
        };
        let (path, case) = (self.rust_path(definition), names::rust_case(&case.name));
        let record = self.exception_record(record);
        quote!(Some(#path::#case(#record)))
    }

    fn exception_record(&self, id: TypeId) -> TokenStream {
        let path = self.rust_path(self.world.definition(id));
        let fields = EXCEPTION_FIELDS.map(names::rust);
        quote!(#path { #(#fields: raised.#fields),* })
    }

    fn parameters(&self, params: &[Param]) -> (TokenStream, Vec<Ident>) {
        let idents: Vec<Ident> = (0..params.len())
            .map(|index| format_ident!("argument_{index}"))
            .collect();
        let types = params.iter().map(|param| self.owned(&param.ty));
        (quote!(#(#idents: #types),*), idents)
    }

    /// Lists what the app is checked for before a snapshot: each function with its parameters and its
    /// signature.
    pub(super) fn expected(&self) -> Vec<TokenStream> {
        let mut rows = Vec::new();
        for interface in self.exported() {
            let (app, name) = (&self.settings.app, interface_name(interface));
            for function in self.app_functions(interface) {
                let path = self.python_path_of(function);
                let names = python::parameter_names(function);
                let signature = python::signature(self.world, self.settings, function);
                let is_method = matches!(role(function), Role::Method(_));
                rows.push(quote!(embed::Expected {
                    app: #app,
                    interface: #name,
                    path: &[#(#path),*],
                    parameters: &[#(#names),*],
                    is_method: #is_method,
                    signature: #signature,
                }));
            }
        }
        rows
    }

    /// Returns the functions of an interface that the app implements.
    pub(super) fn app_functions<'i>(
        &self,
        interface: &'i Interface,
    ) -> impl Iterator<Item = &'i Function> {
        let functions = interface.functions.iter();
        functions.filter(|function| {
            let by_hand = self.settings.function_in_rust(interface, &function.name);
            by_hand.is_none()
        })
    }

    /// Returns the place of a function in the app: attributes from the module on.
    fn python_path_of(&self, function: &Function) -> Vec<String> {
        let class = |id| names::class(self.world.name_of(id));
        let name = names::python(function.item_name());
        match role(function) {
            Role::Free => vec![name],
            Role::Constructor(resource) => vec![class(resource)],
            Role::Method(resource) | Role::Static(resource) => vec![class(resource), name],
        }
    }
}

/// Names the module with what is looked up for an interface.
pub(super) fn app_module(interface: &Interface) -> Ident {
    match &interface.python_name {
        Some(name) => format_ident!("app_{name}"),
        None => format_ident!("app"),
    }
}

fn interface_name(interface: &Interface) -> TokenStream {
    match &interface.python_name {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    }
}

/// Names the static that looks up a function, a class, or a class and its static function.
pub(super) fn function_static(parts: &[&str]) -> Ident {
    let parts: Vec<String> = parts.iter().map(|part| names::constant(part)).collect();
    format_ident!("{}", parts.join("__"))
}

/// A call of the app, in parts.
struct Asked {
    /// Statements in front of it.
    prepare: TokenStream,
    /// The call itself.
    call: TokenStream,
    /// The function, to be called later.
    function: TokenStream,
    /// The arguments for that.
    arguments: TokenStream,
    /// Reads what the function `returned`.
    read: TokenStream,
}

impl Asked {
    /// Calls what a static looks up.
    fn of(function: &TokenStream, idents: &[Ident]) -> Self {
        let arguments = arguments(idents);
        Self {
            prepare: TokenStream::new(),
            call: quote!(#function.call(call.py(), #arguments)?),
            function: quote!(#function.find(call.py())?.clone()),
            arguments: objects(idents),
            read: quote!(#function.returned(returned, call)),
        }
    }
}

/// Writes a tuple of Python objects.
fn arguments(idents: &[Ident]) -> TokenStream {
    let objects = idents.iter().map(|ident| quote!(#ident.to_python(call)?));
    match idents.len() {
        0..=MOST_ARGUMENTS => quote!((#(#objects,)*)),
        _ => quote!(pyo3::types::PyTuple::new(call.py(), [#(#objects),*])?),
    }
}

/// Writes an array of Python objects.
fn objects(idents: &[Ident]) -> TokenStream {
    let objects = idents.iter().map(|ident| quote!(#ident.to_python(call)?));
    let count = idents.len();
    quote!({ let objects: [Bound<'_, PyAny>; #count] = [#(#objects),*]; objects })
}

/// Writes the word in front of an async function.
fn asynchronous(function: &Function) -> TokenStream {
    if function.kind.is_async() {
        quote!(async)
    } else {
        TokenStream::new()
    }
}
