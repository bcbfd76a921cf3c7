//! Names that are refused, each with its line.

use std::fs;

use wasi_py_bindgen::World;

/// What is said about a world that exports an interface with this inside, which begins in line 3.
fn refusal(inside: &str) -> String {
    refusal_of(&format!(
        "package a:b;\ninterface i {{\n{inside}\n}}\nworld w {{ export i; }}"
    ))
}

fn refusal_of(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("world.wit"), text).expect("writes");
    let error = match World::read(&[folder.path().to_owned()], None) {
        Ok(_) => panic!("it was accepted:\n{text}"),
        Err(error) => error.to_string(),
    };
    error.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn names_that_would_be_one_in_python_are_refused() {
    let twice = "enum e-exception { a }\nrecord e { a: u8 }\nf: func() -> result<_, e>;";
    assert_eq!(
        refusal(twice),
        "the type `e-exception` and the exception for the error `e` would both be `EException` in the Python module \
         `wit.exports.i`\n --> world.wit:4:8\n= help: rename one of them"
    );
    let case = refusal("variant v { a-b }\nenum v-a-b { c }\nf: func(v: v, e: v-a-b);");
    assert!(case.contains("would both be `VAB`"), "{case}");
    assert!(case.contains("\n --> world.wit:4:6\n"), "{case}");
}

#[test]
fn parts_that_would_be_one_in_rust_are_refused() {
    let said = refusal("resource r {\nconstructor();\nnew: static func() -> r; }");
    assert_eq!(
        said,
        "the functions of `r` (the constructor being `new`) `new` and `new` would both be `new`\n --> world.wit:5:1\n\
         = help: rename one of them"
    );
    // The parser has an eye on others.
    let said = refusal("enum e { a1, a-1 }");
    assert!(said.contains("world.wit:3:14"), "{said}");
}

#[test]
fn names_that_rust_or_generated_code_need_are_refused() {
    for (inside, expected) in [
        (
            "record %self { a: u8 }",
            "a type is called `self`, which Rust reserves\n --> world.wit:3:8",
        ),
        (
            "enum e { a, %self }",
            "a case of `e` is called `self`, which Rust reserves\n --> world.wit:3:13",
        ),
        (
            "flags guest { a }",
            "a type is called `guest`, which the code for functions needs\n --> world.wit:3:7",
        ),
        (
            "resource t;",
            "an exported resource is called `t`, which is the parameter of the code for it\n --> world.wit:3:10",
        ),
        (
            "resource r;\nrecord r-borrow { a: u8 }",
            "a type beside the exported resource `r` is called `r-borrow`, which the code for the resource needs\n \
             --> world.wit:4:8",
        ),
    ] {
        assert_eq!(
            refusal(inside),
            format!("{expected}\n= help: give it another name")
        );
    }
    let snapshot = "package a:b;\nworld w {\nexport prepare-snapshot: func();\n}";
    assert_eq!(
        refusal_of(snapshot),
        "an export of the world is called `prepare-snapshot`, which is what a snapshot is taken with\n \
         --> world.wit:3:8\n= help: give it another name"
    );
    let inside = "package a:b;\nworld w {\nimport exports: interface { f: func(); }\n}";
    assert_eq!(
        refusal_of(inside),
        "an imported interface or the namespace of its package is called `exports`, which is the module of all exports\n \
         --> world.wit:3:8\n= help: give it another name"
    );
    let package = "package a:b;\nworld w { export c:super/i; }\npackage c:%super { interface i { f: func(); } }";
    assert_eq!(
        refusal_of(package),
        "the package `c:super` is called `super`, which Rust reserves\n --> world.wit:3:30\n= help: give it another name"
    );
}

#[test]
fn what_is_not_supported_is_refused_with_its_line() {
    let said = refusal("\nf: func(v: map<string, u8>);");
    assert!(said.contains("\n --> world.wit:4:"), "{said}");
}
