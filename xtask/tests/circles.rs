//! Modules that stand beside each other do not import each other in a circle, whatever is below them.
//!
//! A module and those below it are one thing in several files, and may use each other. An import by way of
//! a re-export counts as one of the module that has the item.

#[path = "circles/graph.rs"]
mod graph;
#[path = "circles/python.rs"]
mod python;
#[path = "circles/rust.rs"]
mod rust;

use std::fs;
use std::path::{Path, PathBuf};

use graph::circle;
use wasi_py_toolkit::checkout;
use wasi_py_toolkit::metadata;

/// Writes files below a new folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Returns the first file of each library, program and test of this repository.
fn crate_roots() -> Vec<PathBuf> {
    let metadata =
        metadata::of_workspace(&checkout::root().join("Cargo.toml")).expect("cargo answers");
    let targets = metadata
        .packages
        .into_iter()
        .flat_map(|package| package.targets);
    targets.map(|target| target.src_path.into()).collect()
}

#[test]
fn files_of_no_crate_import_each_other_in_a_circle() {
    let roots = crate_roots();
    let is_there = |end: &str| roots.iter().any(|root| root.ends_with(end));
    assert!(is_there("crates/embed/src/lib.rs") && is_there("xtask/src/main.rs"));
    for root in roots {
        let circle = circle(&rust::imports(&root));
        assert_eq!(circle, None, "in `{}`", root.display());
    }
}

#[test]
fn modules_of_wasi_py_do_not_import_each_other_in_a_circle() {
    let imports = python::imports(&checkout::root().join("crates/embed/wasi_py/src"));
    assert!(!imports.is_empty());
    assert_eq!(circle(&imports), None);
}

fn circle_of_crate(files: &[(&str, &str)]) -> Option<String> {
    let folder = folder(files);
    circle(&rust::imports(&folder.path().join("lib.rs")))
}

#[test]
fn circle_in_rust_is_found() {
    let found = circle_of_crate(&[
        ("lib.rs", "mod one; mod three; mod two;"),
        ("one.rs", "use crate::two::Two;"),
        ("two.rs", "fn two() { super::three::inner::call(); }"),
        ("three.rs", "mod inner;"),
        (
            "three/inner.rs",
            "use crate::{one as first}; fn f() { println!(\"{}\", first::one()) }",
        ),
    ]);
    let expected = "`one` → `two` → `three` → `one`";
    assert_eq!(found.as_deref(), Some(expected));
}

#[test]
fn circle_by_way_of_a_re_export_is_found() {
    let found = circle_of_crate(&[
        ("lib.rs", "mod one; mod two; pub use one::One;"),
        ("one.rs", "pub struct One; use crate::two::Two;"),
        ("two.rs", "pub struct Two(crate::One);"),
    ]);
    assert_eq!(found.as_deref(), Some("`one` → `two` → `one`"));
}

#[test]
fn modules_of_one_file_and_tests_make_no_circle() {
    let found = circle_of_crate(&[
        (
            "lib.rs",
            "mod one; mod two; mod three { mod a { use super::b::B; } mod b { use super::a::A; } }",
        ),
        (
            "one.rs",
            "pub struct One; #[cfg(test)] mod tests { use crate::two::Two; }",
        ),
        ("two.rs", "pub struct Two(crate::one::One);"),
    ]);
    assert_eq!(found, None);
}

#[test]
fn module_and_those_below_it_may_use_each_other() {
    let found = circle_of_crate(&[
        ("lib.rs", "mod one; use one::part::Part; struct Whole;"),
        ("one.rs", "pub mod part;"),
        ("one/part.rs", "use crate::Whole; pub struct Part;"),
    ]);
    assert_eq!(found, None);
}

#[test]
fn circle_in_python_is_found() {
    let folder = folder(&[
        ("shop/__init__.py", "from shop.prices import price\n"),
        ("shop/prices.py", "from shop import (\n    stock,\n)\n"),
        (
            "shop/stock.py",
            "def count():\n    from shop.prices import price\n",
        ),
    ]);
    let found = circle(&python::imports(Path::new(folder.path())));
    assert_eq!(
        found.as_deref(),
        Some("`shop.prices` → `shop.stock` → `shop.prices`")
    );
}
