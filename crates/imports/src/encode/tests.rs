use std::path::PathBuf;
use std::process::Command;

use wit_component::{StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve, WorldItem};

use super::answer::answer;
use super::plan::unversioned;
use super::*;
use crate::{Entropy, Group, SECTION};

/// A world that has an import for each function of WASI that a command may use, and two of its own.
const WORLD: &str = "package acme:host@1.0.0;
interface random { bytes: func(len: u64) -> list<u8>; few: func(len: u32) -> list<u8>; name: func() -> string; }
interface clock { now: func() -> u64; }
world everything {
    include wasi:cli/imports@0.2.12;
    import wasi:clocks/timezone@0.2.12;
    import random;
    import clock;
    export hello: func() -> string;
}
world handler {
    include everything;
    import wasi:http/types@0.2.12;
}";

/// Returns the folder of the WIT of WASI in the crate that guests use.
fn wasi() -> PathBuf {
    #[derive(serde::Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        manifest_path: PathBuf,
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--format-version", "1"]);
    let output = cargo.output().expect("runs");
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("is metadata");
    let mut packages = metadata.packages.into_iter();
    let package = packages
        .find(|package| package.name == "wasip2")
        .expect("is a dependency");
    package.manifest_path.with_file_name("wit")
}

fn resolve() -> Resolve {
    let mut resolve = Resolve {
        all_features: true,
        ..Resolve::default()
    };
    resolve.push_dir(wasi()).expect("is WIT");
    resolve.push_str("world.wit", WORLD).expect("is WIT");
    resolve
}

/// Returns a module that imports everything that a world does.
fn module(world: &str, imports: Option<&Imports>) -> Vec<u8> {
    let resolve = resolve();
    let packages = resolve.package_names.iter();
    let (_, package) = packages
        .into_iter()
        .find(|(name, _)| name.namespace == "acme")
        .expect("was read");
    let world = resolve.packages[*package].worlds[world];
    let mut module = dummy_module(
        &resolve,
        world,
        ManglingAndAbi::Legacy(wit_parser::LiftLowerAbi::Sync),
    );
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("embeds");
    if let Some(imports) = imports {
        let text = imports.to_section();
        let section = wasm_encoder::CustomSection {
            name: SECTION.into(),
            data: text.as_bytes().into(),
        };
        wasm_encoder::Section::append_to(&section, &mut module);
    }
    module
}

fn function(text: &str) -> ImportedFunction {
    ImportedFunction::try_from(text.to_owned()).expect("a function")
}

fn imports(wasi: &[Group], entropy: Option<&str>, clock: Option<&str>) -> Imports {
    let entropy = entropy.map(|text| Entropy::try_from(text.to_owned()).expect("fits"));
    let imports = Imports::new(Some(wasi.to_vec()), entropy, clock.map(function));
    imports.expect("fit").expect("something is left out")
}

/// Returns the interfaces with functions that a component imports, without versions.
fn imported(component: &[u8]) -> Vec<String> {
    let decoded = wit_component::decode(component).expect("a component");
    let (resolve, world) = match decoded {
        wit_component::DecodedWasm::Component(resolve, world) => (resolve, world),
        wit_component::DecodedWasm::WitPackage(..) => panic!("not a component"),
    };
    let imports = resolve.worlds[world].imports.iter();
    let with_functions = imports.filter(|(_, item)| match item {
        WorldItem::Interface { id, .. } => !resolve.interfaces[*id].functions.is_empty(),
        WorldItem::Function(_) | WorldItem::Type { .. } => true,
    });
    let names = with_functions.map(|(key, _)| resolve.name_world_key(key));
    names.map(|name| unversioned(&name).to_owned()).collect()
}

fn encoded(world: &str, imports: &Imports) -> Vec<String> {
    let encoded =
        encode(&module(world, Some(imports)), 0).unwrap_or_else(|error| panic!("{error}"));
    imported(&encoded.component)
}

#[test]
fn every_function_of_a_group_has_an_answer() {
    let resolve = resolve();
    let mut seen = 0;
    for (id, interface) in &resolve.interfaces {
        let name = resolve.id_of(id).expect("has a name");
        let name = unversioned(&name);
        if Group::of(name).is_none() && !name.starts_with("wasi:io/") {
            continue;
        }
        for function in interface.functions.keys() {
            assert!(answer(name, function).is_some(), "`{name}#{function}`");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn nothing_of_wasi_is_imported_if_nothing_is_kept() {
    let own = ["acme:host/random", "acme:host/clock"];
    for (entropy, clock) in [
        ("acme:host/random#bytes", Some("acme:host/clock#now")),
        ("acme:host/random@1.0.0#few", None),
        ("repeats", None),
    ] {
        let imports = imports(&[], Some(entropy), clock);
        assert_eq!(encoded("everything", &imports), own, "{entropy}");
    }
}

#[test]
fn group_is_imported_with_the_streams_that_it_uses() {
    let repeats = Some("repeats");
    let kept = encoded("everything", &imports(&[Group::Clocks], repeats, None));
    let expected = [
        "wasi:io/poll",
        "wasi:clocks/monotonic-clock",
        "wasi:clocks/wall-clock",
        "wasi:clocks/timezone",
    ];
    assert!(
        expected
            .iter()
            .all(|name| kept.contains(&(*name).to_owned())),
        "{kept:?}"
    );
    assert_eq!(kept.len(), expected.len() + 2, "{kept:?}");
    let kept = encoded("everything", &imports(&[Group::Exit], repeats, None));
    assert!(kept.contains(&"wasi:cli/exit".to_owned()), "{kept:?}");
    assert_eq!(kept.len(), 3, "{kept:?}");
}

#[test]
fn every_group_can_be_left_out_alone() {
    for group in Group::ALL {
        let kept: Vec<_> = Group::ALL
            .into_iter()
            .filter(|kept| *kept != group)
            .collect();
        let kept: Vec<_> = match group {
            Group::Clocks => kept
                .into_iter()
                .filter(|kept| *kept != Group::Sockets)
                .collect(),
            _ => kept,
        };
        let entropy = (group == Group::Random).then_some("acme:host/random#bytes");
        let imported = encoded("handler", &imports(&kept, entropy, None));
        let is_of_group = |name: &&String| Group::of(name) == Some(group);
        assert_eq!(imported.iter().find(is_of_group), None, "without {group:?}");
        assert!(imported.contains(&"wasi:http/types".to_owned()));
    }
}

#[test]
fn module_without_settings_is_refused() {
    let error = encode(&module("everything", None), 0).expect_err("has none");
    assert!(matches!(error, EncodeError::NoSettings), "{error}");
}

#[test]
fn all_groups_keep_every_import_of_the_module() {
    let module = module("everything", None);
    let all = imported(&component(&module).expect("encodes"));
    assert!(all.contains(&"wasi:sockets/tcp".to_owned()), "{all:?}");
    let imports = imports(&Group::ALL, None, None);
    assert_eq!(encoded("everything", &imports), all);
}

#[test]
fn function_that_the_world_does_not_import_is_refused() {
    let module = module(
        "everything",
        Some(&imports(&[], Some("acme:host/dice#throw"), None)),
    );
    let error = encode(&module, 0).expect_err("is not there");
    assert_eq!(
        error.to_string(),
        "the world does not import `acme:host/dice#throw`, which `entropy` names\n\
         = help: add `import acme:host/dice;` to the world"
    );
}

#[test]
fn function_of_another_type_is_refused() {
    for (entropy, clock, text) in [
        (
            "acme:host/random#name",
            None,
            "`acme:host/random#name` cannot be the `entropy`: expected `func(len: u64) -> list<u8>`\n\
             = help: change its type in the WIT",
        ),
        (
            "repeats",
            Some("acme:host/random#few"),
            "`acme:host/random#few` cannot be the `clock`: expected `func() -> u64`\n\
             = help: change its type in the WIT",
        ),
    ] {
        let module = module("everything", Some(&imports(&[], Some(entropy), clock)));
        let error = encode(&module, 0).expect_err("does not fit");
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn bytes_that_are_not_a_module_are_refused() {
    assert!(matches!(
        encode(b"no module", 0),
        Err(EncodeError::Module(_))
    ));
}
