//! The component `everything` in a host that returns its arguments.

use std::sync::LazyLock;

use wasi_py_host::{DEFAULT_MEMORY_BYTES, State};
use wasmtime::Store;
use wasmtime::component::types::{ComponentFunc, ComponentItem, Type};
use wasmtime::component::{Component, Func, Instance, Linker, LinkerInstance, Val};
use wasmtime_wasi::WasiCtx;
use wasmtime_wasi::runtime::in_tokio;

use super::value;
use crate::components::{existing, host};

const PACKAGE: &str = "wasi-py:everything/";
/// The interfaces whose functions are imported and exported, each export calling its import.
const ECHOING: [&str; 3] = ["echo", "names", "twice"];

/// A running instance.
pub(super) struct Session {
    store: Store<State>,
    pub(super) functions: Vec<Function>,
}

/// An exported function.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) parameters: Vec<Type>,
    pub(super) has_result: bool,
    function: Func,
}

/// Answers as the host's functions do: with the argument, or with many of them as text.
pub(super) fn answer(arguments: &[Val]) -> Val {
    match arguments {
        [argument] => argument.clone(),
        arguments => Val::String(format!("{arguments:?}")),
    }
}

impl Session {
    pub(super) fn start() -> Self {
        Self::try_start().unwrap_or_else(|error| panic!("{error:#}"))
    }

    fn try_start() -> wasmtime::Result<Self> {
        static COMPONENT: LazyLock<Component> = LazyLock::new(|| {
            let path = existing("target/fixtures/everything.wasm");
            let compiled = Component::from_file(host().engine(), path);
            compiled.unwrap_or_else(|error| panic!("{error:#}"))
        });
        let mut linker = Linker::new(host().engine());
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        link(&mut linker, &COMPONENT)?;
        let state = State::new((), WasiCtx::builder().build(), DEFAULT_MEMORY_BYTES);
        let mut store = Store::new(host().engine(), state);
        store.set_epoch_deadline(u64::MAX / 2);
        let instance = in_tokio(linker.instantiate_async(&mut store, &COMPONENT))?;
        let functions = functions(&mut store, &instance, &COMPONENT)?;
        Ok(Self { store, functions })
    }

    /// Calls a function.
    ///
    /// # Panics
    /// When the component traps.
    pub(super) fn call(&mut self, index: usize, arguments: &[Val]) -> Option<Val> {
        let Function {
            name,
            has_result,
            function,
            ..
        } = &self.functions[index];
        let mut results = vec![Val::Bool(false); usize::from(*has_result)];
        let called = in_tokio(function.call_async(&mut self.store, arguments, &mut results));
        called.unwrap_or_else(|error| panic!("{name}: {error:#}"));
        results.pop()
    }
}

/// Links every function that the component imports besides WASI.
fn link(linker: &mut Linker<State>, component: &Component) -> wasmtime::Result<()> {
    let engine = component.engine();
    for (name, item) in component.component_type().imports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(_) => echo(&mut linker.root(), name)?,
            ComponentItem::ComponentInstance(functions) if !name.starts_with("wasi:") => {
                let mut instance = linker.instance(name)?;
                for (name, item) in functions.exports(engine) {
                    if matches!(item.ty, ComponentItem::ComponentFunc(_)) {
                        echo(&mut instance, name)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn echo(instance: &mut LinkerInstance<'_, State>, name: &str) -> wasmtime::Result<()> {
    instance.func_new(name, |_, function, arguments, results| {
        respond(&function, arguments, results)
    })
}

fn respond(
    function: &ComponentFunc,
    arguments: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    for (result, ty) in results.iter_mut().zip(function.results()) {
        *result = match arguments {
            // Of a function without arguments only the type of the answer is checked.
            [] => value::any(&ty, &mut arbitrary::Unstructured::new(&[]))?,
            arguments => answer(arguments),
        };
    }
    Ok(())
}

fn functions(
    store: &mut Store<State>,
    instance: &Instance,
    component: &Component,
) -> wasmtime::Result<Vec<Function>> {
    let engine = component.engine();
    let mut found = Vec::new();
    for (interface, item) in component.component_type().exports(engine) {
        let ComponentItem::ComponentInstance(items) = item.ty else {
            continue;
        };
        let short = interface
            .strip_prefix(PACKAGE)
            .and_then(|name| name.split('@').next());
        if !short.is_some_and(|name| ECHOING.contains(&name)) {
            continue;
        }
        let parent = instance.get_export_index(&mut *store, None, interface);
        for (name, item) in items.exports(engine) {
            let ComponentItem::ComponentFunc(ty) = item.ty else {
                continue;
            };
            let index = instance.get_export_index(&mut *store, parent.as_ref(), name);
            let function = index.and_then(|index| instance.get_func(&mut *store, index));
            found.push(Function {
                name: name.to_owned(),
                parameters: ty.params().map(|(_, ty)| ty).collect(),
                has_result: ty.results().len() == 1,
                function: function.ok_or_else(|| wasmtime::format_err!("no `{name}`"))?,
            });
        }
    }
    Ok(found)
}
