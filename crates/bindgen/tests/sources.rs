//! What is read from folders with WIT: which comments are documentation, and where packages lie.

use std::fs;
use std::path::Path;

use wasi_py_bindgen::{BindgenError, Settings, World};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
        fs::write(path, text).expect("writes");
    }
    folder
}

fn read(folder: &Path) -> Result<World, BindgenError> {
    World::read(&[folder.to_owned()], None)
}

/// What is said about a folder, in which it is called `wit`.
fn refusal(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let error = read(folder.path()).err().expect("is refused").to_string();
    error.replace(&folder.path().display().to_string(), "wit")
}

#[test]
fn only_documentation_becomes_docstrings() {
    let text = "package a:b;
/* a note */
interface i { // internal: rename it
  record r { a: u8, /* a note */ b: string }
  //! bang
  f: func(x: r) -> r; // said behind it
  ////////////////
  g: func();
  /// Said of it.
  // But not this.
  /** And this. */
  h: func();
}
world w { export i; }";
    let folder = folder(&[("world.wit", text)]);
    let world = read(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    let settings = Settings {
        app: "app".to_owned(),
        ..Settings::default()
    };
    let stubs = world.stubs(&settings).expect("the settings fit");
    let mut stubs = stubs.iter();
    let stub = stubs.find(|stub| stub.path.ends_with("i.pyi"));
    let expected = "\
\"\"\"The world `w`.\"\"\"

from dataclasses import dataclass
from typing import Protocol

@dataclass
class R:
    a: int
    b: str

class Exports(Protocol):
    \"\"\"What the module that implements this has to have.\"\"\"

    def f(self, x: R) -> R: ...
    def g(self) -> None: ...
    def h(self) -> None:
        \"\"\"Said of it.
        And this.
        \"\"\"

";
    assert_eq!(stub.expect("a stub").content, expected);
    let rust = world.rust(&settings).expect("the settings fit");
    for note in ["note", "internal", "bang", "behind", "not this"] {
        assert!(!rust.contains(note), "{note}");
    }
}

#[test]
fn errors_quote_the_line_with_its_notes() {
    let said = refusal(&[(
        "world.wit",
        "package a:b;\nworld w {\n  /* one */ export f: fun(); // two\n}",
    )]);
    assert!(said.contains("wit/world.wit:3:"), "{said}");
    assert!(said.contains("/* one */ export f: fun(); // two"), "{said}");
}

const WORLD: (&str, &str) = ("world.wit", "package a:b;\nworld w { import c:d/i; }");
const USED: &str = "package c:d;\ninterface i { f: func(); }";

#[test]
fn packages_in_deps_are_found() {
    for used in ["deps/c-d/i.wit", "deps/i.wit"] {
        let folder = folder(&[WORLD, (used, USED), ("deps/README.md", "")]);
        let world = read(folder.path()).unwrap_or_else(|error| panic!("{error}"));
        let files = ["world.wit", used].map(|name| folder.path().join(name));
        assert_eq!(world.files(), files);
    }
}

/// As two crates do that have different versions of WASI, and some packages in common.
#[test]
fn packages_without_a_world_may_bring_the_same_along() {
    let other = "package e:f;\ninterface i { f: func(); }";
    let [one, another] = [("deps/c-d.wit", USED), ("deps/e-f.wit", other)]
        .map(|own| folder(&[("crate.wit", "package x:y;\n"), ("deps/c-d.wit", USED), own]));
    let main = folder(&[(
        "world.wit",
        "package a:b;\nworld w { import c:d/i; import e:f/i; }",
    )]);
    let paths = [&one, &another, &one, &main].map(|folder| folder.path().to_owned());
    let world = World::read(&paths, None).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(world.name(), "w");
}

#[test]
fn package_that_is_read_twice_is_named() {
    let paths = [folder(&[("i.wit", USED)]), folder(&[("i.wit", USED)])];
    let paths = paths.each_ref().map(|folder| folder.path().to_owned());
    let error = World::read(&paths, None).err().expect("is refused");
    let said = error.to_string();
    let expected = "the WIT is not valid: the package `c:d` is read twice, the second time from `";
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn package_elsewhere_is_to_be_moved_to_deps() {
    for (used, found) in [
        ("c-d/i.wit", "c-d"),
        ("other/c-d/i.wit", "other/c-d"),
        ("deps/other/c-d/i.wit", "deps/other/c-d"),
    ] {
        let files = [WORLD, (used, USED), ("deps/e.wit", "package e:f;\n")];
        let said = refusal(&files);
        assert!(said.contains("package 'c:d' not found"), "{said}");
        let help = format!("= help: move `wit/{found}` into `wit/deps`");
        assert!(said.ends_with(&help), "{said}");
    }
    let other = ("others/j.wit", "package c:e;\ninterface j {}");
    let said = refusal(&[WORLD, other, ("others/i.wit", USED)]);
    let help = "= help: move `wit/others/i.wit` into `wit/deps`";
    assert!(said.ends_with(help), "{said}");
}

#[test]
fn folder_without_wit_is_named() {
    for files in [
        &[("README.md", "")][..],
        &[("inside/world.wit", "package a:b;\nworld w {}")],
    ] {
        let said = refusal(files);
        assert!(said.starts_with("no WIT at `wit`\n= help: "), "{said}");
    }
}

#[test]
fn package_that_is_nowhere_is_to_be_put_into_deps() {
    let said = refusal(&[WORLD]);
    let help = "= help: put the package into a folder of its own in `wit/deps`";
    assert!(said.ends_with(help), "{said}");
    let wasi = "package a:b;\nworld w { import wasi:clocks/wall-clock@0.2.6; }";
    let said = refusal(&[("world.wit", wasi)]);
    assert!(said.contains(help), "{said}");
    assert!(said.contains("`wit-crates = [\"wasip2\"]`"), "{said}");
}
