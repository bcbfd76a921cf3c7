//! From WIT packages to interfaces, and what Python and Rust call them.

use wit_bindgen_core::name_package_module;
use wit_bindgen_core::wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem, WorldKey};

use super::{Direction, Interface};
use crate::{BindgenError, names};

/// Finds the world of that name in the last package, or its only one.
pub(super) fn select(
    resolve: &Resolve,
    main: &[PackageId],
    world: Option<&str>,
) -> Result<WorldId, BindgenError> {
    resolve.select_world(main, world).map_err(|error| {
        let packages = main.iter().map(|package| &resolve.packages[*package]);
        BindgenError::World {
            reason: error.to_string(),
            worlds: packages
                .flat_map(|package| package.worlds.keys().cloned())
                .collect(),
        }
    })
}

/// Imports first, in the order of the WIT. In `resolve` each side has types of its own, in the order of
/// `original`.
pub(super) fn interfaces(original: &Resolve, resolve: &Resolve, id: WorldId) -> Vec<Interface> {
    let (origin, world) = (&original.worlds[id], &resolve.worlds[id]);
    let mut found = vec![
        world_itself(Direction::Import),
        world_itself(Direction::Export),
    ];
    for (direction, items, origins) in [
        (Direction::Import, &world.imports, &origin.imports),
        (Direction::Export, &world.exports, &origin.exports),
    ] {
        for ((key, item), origin) in items.iter().zip(origins.values()) {
            match item {
                WorldItem::Interface { id, .. } => found.push(Interface {
                    origin: interface_of(origin),
                    ..interface(resolve, direction, key, *id)
                }),
                WorldItem::Function(function) => {
                    found[direction as usize].functions.push(function.clone());
                }
                WorldItem::Type { id, .. } => found[direction as usize].types.push(*id),
            }
        }
    }
    name_modules(resolve, id, &mut found);
    found
}

fn interface_of(item: &WorldItem) -> Option<InterfaceId> {
    match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    }
}

fn world_itself(direction: Direction) -> Interface {
    Interface {
        direction,
        origin: None,
        wit_name: String::new(),
        full_name: String::new(),
        python_name: None,
        module: "wit.world".to_owned(),
        path: Vec::new(),
        docs: None,
        types: Vec::new(),
        functions: Vec::new(),
    }
}

fn interface(
    resolve: &Resolve,
    direction: Direction,
    key: &WorldKey,
    id: InterfaceId,
) -> Interface {
    let interface = &resolve.interfaces[id];
    let full_name = resolve.name_world_key(key);
    let wit_name = full_name.split('@').next().unwrap_or_default().to_owned();
    Interface {
        direction,
        wit_name,
        full_name,
        path: module_path(resolve, direction, key),
        docs: interface.docs.contents.clone(),
        types: interface.types.values().copied().collect(),
        functions: interface.functions.values().cloned().collect(),
        ..world_itself(direction)
    }
}

/// Returns the modules that `wit-bindgen` puts an interface into.
fn module_path(resolve: &Resolve, direction: Direction, key: &WorldKey) -> Vec<proc_macro2::Ident> {
    let mut path = Vec::new();
    if direction == Direction::Export {
        path.push(names::rust("exports"));
    }
    match key {
        WorldKey::Name(name) => path.push(names::rust(name)),
        WorldKey::Interface(id) => {
            let interface = &resolve.interfaces[*id];
            if let Some(package) = interface.package {
                path.push(names::rust(&resolve.packages[package].name.namespace));
                path.push(names::rust(&name_package_module(resolve, package)));
            }
            path.push(names::rust(interface.name.as_deref().unwrap_or_default()));
        }
    }
    path
}

/// Calls each interface by its own name; with that of its package where two of one direction have the same,
/// and with its version where two packages do.
fn name_modules(resolve: &Resolve, id: WorldId, interfaces: &mut [Interface]) {
    let world = &resolve.worlds[id];
    for (direction, items, parent) in [
        (Direction::Import, &world.imports, "wit.imports"),
        (Direction::Export, &world.exports, "wit.exports"),
    ] {
        let keys: Vec<&WorldKey> = items
            .iter()
            .filter(|(_, item)| matches!(item, WorldItem::Interface { .. }))
            .map(|(key, _)| key)
            .collect();
        let names = distinct(
            &keys
                .iter()
                .map(|key| candidates(resolve, key))
                .collect::<Vec<_>>(),
        );
        let named = interfaces
            .iter_mut()
            .filter(|interface| interface.direction == direction && !interface.wit_name.is_empty());
        for (interface, name) in named.zip(names) {
            interface.module = format!("{parent}.{name}");
            interface.python_name = Some(name);
        }
    }
}

/// Returns the names that an interface could have, from short to long.
fn candidates(resolve: &Resolve, key: &WorldKey) -> [String; 3] {
    let WorldKey::Interface(id) = key else {
        let name = names::python(&resolve.name_world_key(key));
        return [name.clone(), name.clone(), name];
    };
    let interface = &resolve.interfaces[*id];
    let short = names::python(interface.name.as_deref().unwrap_or_default());
    let Some(package) = interface.package.map(|id| &resolve.packages[id].name) else {
        return [short.clone(), short.clone(), short];
    };
    let long = names::python(&format!("{}-{}-{short}", package.namespace, package.name));
    let version = package.version.as_ref().map(ToString::to_string);
    let longest = match version {
        Some(version) => format!("{long}_{}", version.replace(['.', '-', '+'], "_")),
        None => long.clone(),
    };
    [short, long, longest]
}

/// Returns for each the shortest name that no other has.
fn distinct(candidates: &[[String; 3]]) -> Vec<String> {
    let is_unique = |length: usize, name: &String| {
        candidates
            .iter()
            .filter(|names| &names[length] == name)
            .count()
            == 1
    };
    candidates
        .iter()
        .map(|names| {
            let found = (0..2).find(|length| is_unique(*length, &names[*length]));
            names[found.unwrap_or(2)].clone()
        })
        .collect()
}
