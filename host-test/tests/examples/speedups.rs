//! A component whose Python app has dependencies in C and C++, built from their sources and linked in.

use wasmtime::component::Val;

fn call(function: &str, arguments: &[Val]) -> Result<Val, Val> {
    crate::calls::call("speedups", function, arguments)
}

fn text(text: &str) -> Val {
    Val::String(text.into())
}

#[test]
fn each_package_is_of_use() {
    for (package, expected) in [
        ("bitarray", "0110 True 2"),
        ("markupsafe", "&lt;a&amp;b&gt;"),
        ("msgpack", "[1, {'a': 2.5}, b'c']"),
        ("multidict", "[1, 2] ['a']"),
        ("regex", "{'word': ['one ', 'two']}"),
        ("simplejson", "{\"a\": [1, 2.5, null]}"),
        ("ujson", "{\"a\":[1,2.5,null]}"),
        ("xxhash", "78af5f94892f3950"),
    ] {
        let used = call("use-package", &[text(package)]);
        assert_eq!(used, Ok(text(expected)), "{package}");
    }
}

#[test]
fn module_is_where_its_file_was_and_is_loaded_again() {
    for (module, file) in [
        ("markupsafe._speedups", "markupsafe/_speedups"),
        ("msgpack._cmsgpack", "msgpack/_cmsgpack"),
        ("ujson", "ujson"),
        // Two packages have a module of this last name.
        ("simplejson._speedups", "simplejson/_speedups"),
    ] {
        let file = format!("/bundle/app/{file}.cpython-313-wasm32-wasi.so");
        assert_eq!(call("file-of", &[text(module)]), Ok(text(&file)));
    }
}

#[test]
fn values_go_through_a_module_of_cython() {
    let numbers = [1, -2, i64::MAX, i64::MIN].map(Val::S64).to_vec();
    let returned = call("round-trip", &[Val::List(numbers.clone())]);
    assert_eq!(returned, Ok(Val::List(numbers)));
}

#[test]
fn extension_modules_are_in_the_snapshot() {
    let imported = call("imported", &[]);
    let Ok(Val::List(names)) = imported else {
        panic!("expected a list, found {imported:?}");
    };
    for name in ["regex._regex", "bitarray._bitarray", "xxhash._xxhash"] {
        assert!(names.contains(&text(name)), "{name}");
    }
}
