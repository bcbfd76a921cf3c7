//! Imports that are not WASI: their host comes later, so that calling one while a snapshot is taken is an error.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, LinkerInstance, ResourceType};

use crate::deterministic::World;

/// What the build's host provides.
const PROVIDED: &str = "wasi:";

/// Stands for every resource of these imports: nobody ever makes one.
struct Absent;

/// Links all of them.
pub(crate) fn add_to_linker(
    linker: &mut Linker<World>,
    component: &Component,
) -> wasmtime::Result<()> {
    let engine = linker.engine().clone();
    let mut root = linker.root();
    for (name, item) in component.component_type().imports(&engine) {
        match item.ty {
            _ if name.starts_with(PROVIDED) => {}
            ComponentItem::ComponentInstance(interface) => {
                let mut instance = root.instance(name)?;
                for (item_name, item) in interface.exports(&engine) {
                    add(
                        &mut instance,
                        item_name,
                        &item.ty,
                        &format!("{name}#{item_name}"),
                    )?;
                }
            }
            item => add(&mut root, name, &item, name)?,
        }
    }
    Ok(())
}

fn add(
    instance: &mut LinkerInstance<'_, World>,
    name: &str,
    item: &ComponentItem,
    full_name: &str,
) -> wasmtime::Result<()> {
    match item {
        ComponentItem::ComponentFunc(_) => {
            let full_name = full_name.to_owned();
            instance.func_new(name, move |_, _, _, _| {
                wasmtime::bail!(
                    "the app called the import `{full_name}`, but there is no host while a snapshot is taken"
                )
            })
        }
        ComponentItem::Resource(_) => {
            let ty = ResourceType::host::<Absent>();
            instance.resource(name, ty, |_, _| Ok(()))
        }
        _ => Ok(()),
    }
}
