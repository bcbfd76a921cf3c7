//! Files that are not components of our world: each is told apart, and told in one sentence.

use crate::guests;

use guests::{component, host, hostile};
use host_test::PeopleComponent;

/// Returns the error for these bytes.
fn refusal(bytes: &[u8]) -> String {
    match host().load_bytes::<PeopleComponent>("x.wasm", bytes) {
        Ok(_) => panic!("it was loaded"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = host()
        .load::<PeopleComponent>("no/such.wasm")
        .err()
        .expect("an error");
    assert_eq!(
        error.to_string(),
        "`no/such.wasm` cannot be read: No such file or directory (os error 2)"
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(refusal(b""), "`x.wasm` is empty, expected a component");
}

#[test]
fn a_file_of_something_else_is_refused() {
    assert_eq!(
        refusal(b"%PDF-1.7"),
        "`x.wasm` is not WebAssembly: expected it to start with [00, 61, 73, 6d], found [25, 50, 44, 46]"
    );
}

#[test]
fn a_core_module_is_refused() {
    assert_eq!(
        refusal(&wat::parse_str("(module)").expect("a module")),
        "`x.wasm` is a core module, expected a component\n\
         = help: build it for the target `wasm32-wasip2`"
    );
}

#[test]
fn a_component_that_is_cut_off_anywhere_is_refused() {
    let whole = std::fs::read(guests::control_path()).expect("the control");
    for length in (0..whole.len()).step_by(997) {
        refusal(&whole[..length]);
    }
    let text = refusal(&whole[..whole.len() / 2]);
    let expected = format!("found {}\n= help: copy or build it again", whole.len() / 2);
    assert!(
        text.starts_with("`x.wasm` is cut off: expected at least "),
        "{text}"
    );
    assert!(text.ends_with(&expected), "{text}");
}

#[test]
fn a_damaged_component_is_refused() {
    let mut bytes = std::fs::read(guests::control_path()).expect("the control");
    let middle = bytes.len() / 3;
    bytes[middle..middle + 64].fill(0xff);
    let text = refusal(&bytes);
    assert!(
        text.starts_with("`x.wasm` is not a valid component: "),
        "{text}"
    );
}

#[test]
fn a_component_of_another_world_is_refused_with_what_it_exports() {
    let wit = "package test:other; interface a { f: func(); } world other { export a; export g: func(); }";
    let module = r#"(module (func (export "test:other/a#f")) (func (export "g")))"#;
    assert_eq!(
        refusal(&component(wit, module)),
        "`x.wasm` does not export `wasi-py:people/people@0.1.0`, it exports `g`, `test:other/a`"
    );
    assert_eq!(
        refusal(&wat::parse_str("(component)").expect("a component")),
        "`x.wasm` does not export `wasi-py:people/people@0.1.0`, it exports nothing"
    );
}

#[test]
fn an_import_that_is_not_wasi_is_named() {
    let bytes = component(
        "package test:evil; world evil { import evil: interface { run: func(); } }",
        r#"(module (import "evil" "run" (func)))"#,
    );
    assert_eq!(
        refusal(&bytes),
        "`x.wasm` imports `evil`, expected nothing but WASI 0.2"
    );
}

#[test]
fn a_part_of_wasi_that_is_not_there_is_named() {
    let bytes = component(
        "package test:gpu; world gpu { import wasi:gpu/gpu@0.2.0; include wasi-py:people/people-component@0.1.0; }
         package wasi:gpu@0.2.0 { interface gpu { run: func(); } }",
        r#"(module (import "wasi:gpu/gpu@0.2.0" "run" (func))
             (memory (export "memory") 1)
             (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
             (func (export "wasi-py:people/people@0.1.0#filter-by-tag") (param i32 i32 i32 i32) (result i32) unreachable))"#,
    );
    let text = refusal(&bytes);
    assert!(text.starts_with("`x.wasm` cannot be linked: "), "{text}");
    assert!(text.contains("wasi:gpu/gpu@0.2.0"), "{text}");
}

#[test]
fn the_right_name_with_other_types_is_refused() {
    let bytes = wat::parse_str(
        r#"(component
             (core module $m (func (export "f")))
             (core instance $i (instantiate $m))
             (func $f (canon lift (core func $i "f")))
             (instance $people (export "filter-by-tag" (func $f)))
             (instance $python)
             (export "wasi-py:people/python@0.1.0" (instance $python))
             (export "wasi-py:people/people@0.1.0" (instance $people)))"#,
    )
    .expect("a component");
    let text = refusal(&bytes);
    let expected =
        "`x.wasm` exports another `wasi-py:people/people@0.1.0` than this host was built for: ";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn a_hand_made_component_of_the_world_is_loaded() {
    // Without this, every other test here could pass for the wrong reason.
    assert!(
        host()
            .load_bytes::<PeopleComponent>("x.wasm", &hostile("", "", "unreachable"))
            .is_ok()
    );
}
