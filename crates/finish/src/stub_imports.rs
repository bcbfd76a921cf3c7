//! Stubs for imports that only the final host provides. Calling one while the snapshot is taken is an error,
//! unless it stands for one of WASI's.

use wasmtime::Engine;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, LinkerInstance, ResourceType, Val};

use wasi_py_imports::ImportedFunction;

use crate::deterministic::Host;
use crate::guest::Guest;

/// The packages of WASI 0.2, and one interface, that the build's host provides.
const PROVIDED: [&str; 7] = [
    "wasi:cli/",
    "wasi:clocks/",
    "wasi:filesystem/",
    "wasi:http/types@",
    "wasi:io/",
    "wasi:random/",
    "wasi:sockets/",
];

/// The interface of WASI 0.3 that it provides.
const PROVIDED_OF_0_3: &str = "wasi:http/types@";

/// The type of every resource of these imports. Nobody ever makes one.
struct Stub;

/// Links all imports that the build's host does not provide.
pub(crate) fn add_to_linker(
    linker: &mut Linker<Host>,
    component: &Component,
    guest: &Guest,
) -> wasmtime::Result<()> {
    let engine = linker.engine().clone();
    let used = provided_resources(&engine, component);
    let mut root = linker.root();
    for (name, item) in component.component_type().imports(&engine) {
        match item.ty {
            _ if is_provided(name) => {}
            ComponentItem::ComponentInstance(interface) => {
                let mut instance = root.instance(name)?;
                for (item_name, item) in interface.exports(&engine) {
                    if add_substitute(&mut instance, name, item_name, guest)? {
                        continue;
                    }
                    let full_name = format!("{name}#{item_name}");
                    match item.ty {
                        ComponentItem::Resource(ty) if used.contains(&ty) => {}
                        ty => add(&mut instance, item_name, &ty, &full_name)?,
                    }
                }
            }
            item => add(&mut root, name, &item, name)?,
        }
    }
    Ok(())
}

/// Links a function that stands for one of WASI's. Returns false if it does not.
fn add_substitute(
    instance: &mut LinkerInstance<'_, Host>,
    interface: &str,
    name: &str,
    guest: &Guest,
) -> wasmtime::Result<bool> {
    let is_it = |function: &Option<ImportedFunction>| {
        let function = function.as_ref();
        function.is_some_and(|it| (it.interface.as_str(), it.name.as_str()) == (interface, name))
    };
    if is_it(&guest.entropy) {
        instance.func_new(name, |mut store, _, arguments, results| {
            results[0] = store.data_mut().random_list(&arguments[0])?;
            Ok(())
        })?;
    } else if is_it(&guest.clock) {
        instance.func_new(name, |_, _, _, results| {
            results[0] = Val::U64(0);
            Ok(())
        })?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// Returns the resources of the build's host that other interfaces may use.
fn provided_resources(engine: &Engine, component: &Component) -> Vec<ResourceType> {
    let component = component.component_type();
    let provided = component
        .imports(engine)
        .filter_map(|(name, item)| match item.ty {
            ComponentItem::ComponentInstance(interface) if is_provided(name) => Some(interface),
            _ => None,
        });
    let mut resources = Vec::new();
    for interface in provided {
        resources.extend(
            interface
                .exports(engine)
                .filter_map(|(_, item)| match item.ty {
                    ComponentItem::Resource(ty) => Some(ty),
                    _ => None,
                }),
        );
    }
    resources
}

fn is_provided(import: &str) -> bool {
    let Some((_, version)) = import.split_once('@') else {
        return false;
    };
    let is_0_2 = version.starts_with("0.2.");
    let is_0_3 = version.starts_with("0.3.");
    is_0_2 && PROVIDED.iter().any(|begin| import.starts_with(begin))
        || is_0_3 && import.starts_with(PROVIDED_OF_0_3)
}

fn add(
    instance: &mut LinkerInstance<'_, Host>,
    name: &str,
    item: &ComponentItem,
    full_name: &str,
) -> wasmtime::Result<()> {
    match item {
        ComponentItem::ComponentFunc(function) => {
            let full_name = full_name.to_owned();
            let no_host = move || {
                wasmtime::format_err!(
                    "the app called the import `{full_name}`, but there is no host while a snapshot is taken"
                )
            };
            if function.async_() {
                instance.func_new_concurrent(name, move |_, _, _, _| {
                    let called = no_host();
                    Box::pin(async { Err(called) })
                })
            } else {
                instance.func_new(name, move |_, _, _, _| Err(no_host()))
            }
        }
        ComponentItem::Resource(_) => {
            let ty = ResourceType::host::<Stub>();
            instance.resource(name, ty, |_, _| Ok(()))
        }
        _ => Ok(()),
    }
}
