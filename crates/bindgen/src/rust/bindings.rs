//! The output of `wit-bindgen`, changed so that it compiles whatever a world calls its own.

mod methods;
mod parameters;
mod prelude;
mod words;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Item;
use syn::visit_mut::VisitMut;
use wit_bindgen_core::wit_parser::Resolve;
use wit_bindgen_core::{Files, WorldGenerator};

use crate::world::Direction;
use crate::{BindgenError, World};

/// The beginning of names of the component model's standard scheme. Names of the world itself have `||` next:
/// <https://github.com/WebAssembly/component-model/blob/main/design/mvp/BuildTargets.md>.
const STANDARD: &str = "cm32p2";

/// Writes the bindings of a world.
pub(super) fn write(world: &World) -> Result<TokenStream, BindgenError> {
    let mut bindings = generate(world, parameters::numbered(&world.original))?;
    let original = generate(world, world.original.clone())?;
    bindings.items.retain(|item| !is_encoded_world(item));
    bindings
        .items
        .extend(original.items.into_iter().filter(is_encoded_world));
    prelude::Prelude.visit_file_mut(&mut bindings);
    methods::Methods.visit_file_mut(&mut bindings);
    Ok(bindings.into_token_stream())
}

fn generate(world: &World, mut resolve: Resolve) -> Result<syn::File, BindgenError> {
    let options = wit_bindgen_rust::Opts {
        generate_all: true,
        generate_unused_types: true,
        runtime_path: Some("::wasi_py_embed::wit_bindgen::rt".to_owned()),
        ..Default::default()
    };
    let mut files = Files::default();
    let generated = options.build().generate(&mut resolve, world.id, &mut files);
    generated.map_err(|error| BindgenError::Wit(error.to_string()))?;
    let source: String = files
        .iter()
        .map(|(_, content)| String::from_utf8_lossy(content).into_owned())
        .collect();
    let tokens: TokenStream = rename(world, source)
        .parse()
        .map_err(|error| BindgenError::Generated(format!("{error}")))?;
    syn::parse2(words::escape(world, tokens))
        .map_err(|error| BindgenError::Generated(error.to_string()))
}

/// Tells whether an item is what tells the linker of the world, with all its names.
fn is_encoded_world(item: &Item) -> bool {
    matches!(item, Item::Static(item) if item.ident.to_string().starts_with("__WIT_BINDGEN"))
}

/// Gives the functions that the world itself exports names of the standard scheme.
///
/// An exported function is a symbol to the linker. `wit-bindgen` names it as WIT does: `write`. The C library
/// has one of that name. Functions of interfaces have a `#` in their names, and imports are not symbols.
fn rename(world: &World, source: String) -> String {
    let interfaces = world.interfaces.iter();
    let world_itself =
        interfaces.filter(|one| one.direction == Direction::Export && one.wit_name.is_empty());
    let functions = world_itself.flat_map(|interface| &interface.functions);
    functions.fold(source, |source, function| {
        let name = &function.name;
        let standard = format!("{STANDARD}||{name}");
        let source = source.replace(&attribute(name), &attribute(&standard));
        source.replace(
            &attribute(&format!("cabi_post_{name}")),
            &attribute(&(standard + "_post")),
        )
    })
}

fn attribute(symbol: &str) -> String {
    format!("#[unsafe(export_name = \"{symbol}\")]")
}
