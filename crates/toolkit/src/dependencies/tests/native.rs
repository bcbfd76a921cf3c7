//! Packages in C and Rust that the tests write themselves, built for a component. Their build backends are
//! their own, so that no index is asked.

use wasi_py_app::dependencies::native::Linked;

use super::*;

/// A source distribution with one module in a language.
struct Source<'a> {
    name: &'a str,
    module: &'a str,
    language: &'a str,
    text: String,
    options: &'a [&'a str],
    before: &'a str,
}

/// Returns the C of a module whose one function does `body`.
fn module_in_c(name: &str, body: &str) -> String {
    format!(
        "#include <Python.h>
        int missing_function(int);
        static PyObject *run(PyObject *self) {{ {body} }}
        static PyMethodDef methods[] = {{{{\"run\", (PyCFunction)run, METH_NOARGS, 0}}, {{0}}}};
        static PyModuleDef definition = {{PyModuleDef_HEAD_INIT, \"{name}\", 0, -1, methods}};
        PyMODINIT_FUNC PyInit_{name}(void) {{ return PyModule_Create(&definition); }}"
    )
}

impl<'a> Source<'a> {
    fn of(name: &'a str, body: &str) -> Self {
        Self {
            name,
            module: name,
            language: "c",
            text: module_in_c(name, body),
            options: &[],
            before: "pass",
        }
    }

    fn write(&self, place: &Place) {
        let source = json!({
            "folder": place.path("wheels"), "name": self.name, "version": "3", "module": self.module,
            "language": self.language, "text": self.text, "options": self.options, "before": self.before,
        });
        let mut python = std::process::Command::new("python3");
        python.args(["-I", "-c", include_str!("source.py"), &source.to_string()]);
        assert!(python.status().expect("python3 runs").success());
        let file = format!("{}.so", self.module);
        place.wheel(self.name, "3", NATIVE, &[], &[&file]);
    }
}

/// Makes an app that has `packages` built.
fn place(packages: &[&str]) -> Place {
    let place = Place::new(packages);
    let path = place.path("app/pyproject.toml");
    let manifest = fs::read_to_string(&path).expect("written");
    let table = format!("[tool.wasi-py.native]\npackages = {packages:?}\n");
    fs::write(path, manifest + &table).expect("written");
    place
}

/// Returns the message of a package whose one module cannot be had.
fn refusal_of(source: &Source) -> String {
    let place = place(&[source.name]);
    source.write(&place);
    let text = refusal(place.lock());
    let left = fs::read_dir(place.path("cache/native")).unwrap_or_else(|_| panic!("{text}"));
    let left: Vec<_> = left.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["lock"]);
    assert_eq!((place.lock_text(), place.cached()), (None, 0));
    text
}

const NOTHING: &str = "Py_RETURN_NONE;";

#[test]
fn package_that_is_named_is_built_once_and_its_module_is_listed() {
    let place = place(&["fast"]);
    Source::of("fast", NOTHING).write(&place);
    place.lock().expect("locks");
    let lock = fs::read_to_string(place.path("app/native.lock")).expect("written");
    assert!(
        lock.contains("\nname = \"fast\"\nversion = \"3\"\nsource = \"fast-3.tar.gz\"\n"),
        "{lock}"
    );
    let lock = place.lock_text().expect("written");
    assert!(!lock.contains("fast"), "{lock}");
    let packages = place.install().expect("installs").expect("a folder");
    let mark =
        fs::read_to_string(packages.join("fast.cpython-313-wasm32-wasi.so")).expect("a mark");
    assert_eq!(mark, "This module is linked into the component.\n");
    let folder = packages.parent().expect("a folder");
    let extensions = Linked::read(folder).expect("a list").extensions;
    assert_eq!(
        (&*extensions[0].module, &*extensions[0].init),
        ("fast", "PyInit_fast")
    );
    assert!(extensions[0].object.is_file());
    // Built without the source, so it was there.
    fs::remove_file(place.path("wheels/fast-3.tar.gz")).expect("there");
    fs::remove_dir_all(place.path("cache/dependencies")).expect("there");
    place.install().expect("installs from the cache");
}

/// Builds a package in its own place and returns the object of its module.
fn object_of(source: &Source) -> Vec<u8> {
    let place = place(&[source.name]);
    source.write(&place);
    place.lock().unwrap_or_else(|error| panic!("{error}"));
    let packages = place.install().expect("installs").expect("a folder");
    let linked = Linked::read(packages.parent().expect("a folder")).expect("a list");
    assert_eq!(
        linked.extensions[0].init,
        format!("PyInit_{}", source.module)
    );
    fs::read(&linked.extensions[0].object).expect("an object")
}

#[test]
fn package_in_rust_is_built_to_the_same_bytes_in_any_folder() {
    let text = "#[unsafe(no_mangle)]\npub extern \"C\" fn PyInit_fast() -> *mut u8 { \
                Box::into_raw(Box::new(std::env::args().nth(1).unwrap().len() as u8)) }";
    let source = Source {
        language: "rust",
        text: text.to_owned(),
        ..Source::of("fast", NOTHING)
    };
    let (one, other) = (object_of(&source), object_of(&source));
    assert!(one == other, "{} and {} bytes", one.len(), other.len());
}

#[test]
fn package_whose_build_fails_shows_why_and_leaves_nothing() {
    let text = refusal_of(&Source::of("fast", "return no_such_thing;"));
    assert!(
        text.starts_with("cannot build `fast 3` from its source:\n    module.c:"),
        "{text}"
    );
    assert!(
        text.contains("error: use of undeclared identifier 'no_such_thing'"),
        "{text}"
    );
    assert!(text.contains("\n= help: read the whole log: `"), "{text}");
}

#[test]
fn build_that_downloads_is_refused() {
    let before = "import urllib.request; urllib.request.urlopen('http://download.example/')";
    let source = Source {
        before,
        ..Source::of("fast", NOTHING)
    };
    let text = refusal_of(&source);
    let expected =
        "cannot build `fast 3` from its source: it uses a network, and a build has none\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn missing_function_is_named_with_package_and_module() {
    let text = refusal_of(&Source::of(
        "fast",
        "return (PyObject *)missing_function(1);",
    ));
    assert_eq!(
        text,
        "cannot link the extension module `fast` of `fast 3`: nothing defines\n\
         - the system or a C library that is not part of the component: `missing_function`"
    );
}

#[test]
fn missing_header_is_named_with_the_file_that_wants_it() {
    let source = Source {
        text: "#include <no_such_library.h>".to_owned(),
        ..Source::of("fast", NOTHING)
    };
    let text = refusal_of(&source);
    let expected = "cannot build `fast 3` from its source:\n    \
                    module.c:1:10: fatal error: 'no_such_library.h' file not found\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn package_that_ships_what_is_already_compiled_is_refused() {
    for (bytes, found) in [
        ("7f454c46020101", "native code of this machine"),
        ("4243c0de3514", "the bitcode of LLVM"),
    ] {
        let source = Source {
            language: "nothing",
            text: bytes.to_owned(),
            ..Source::of("fast", NOTHING)
        };
        let text = refusal_of(&source);
        let expected = format!(
            "cannot link the extension module `fast` of `fast 3`: expected a WebAssembly object, found {found}\n= help: "
        );
        assert!(text.starts_with(&expected), "{text}");
    }
}

#[test]
fn module_for_another_python_is_refused() {
    let source = Source {
        before: "sysconfig.get_config_var = lambda name: '.cpython-312-wasm32-wasi.so'",
        ..Source::of("fast", NOTHING)
    };
    let text = refusal_of(&source);
    let expected = "`fast 3` has been built for another Python or system: `fast.cpython-312-wasm32-wasi.so`\n= help: ";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn module_that_may_throw_is_linked_with_what_ends_it() {
    let throws = "extern void __cxa_throw(void *, void *, void *); __cxa_throw(self, self, 0); Py_RETURN_NONE;";
    let object = object_of(&Source::of("fast", throws));
    let message = b"the extension module `fast` throws the exception";
    assert!(object.windows(message.len()).any(|part| part == message));
}

#[test]
fn source_that_is_not_the_pinned_one_is_refused() {
    let place = place(&["fast"]);
    Source::of("fast", NOTHING).write(&place);
    place.lock().expect("locks");
    fs::remove_dir_all(place.path("cache")).expect("there");
    Source::of("fast", "Py_RETURN_TRUE;").write(&place);
    let text = refusal(place.install());
    assert!(
        text.starts_with("`fast-3.tar.gz` is not what `native.lock` pins: expected sha256 "),
        "{text}"
    );
    assert_eq!(place.cached(), 0);
}

#[test]
fn two_packages_cannot_have_one_module() {
    let place = place(&["fast", "quick"]);
    Source::of("fast", NOTHING).write(&place);
    let quick = Source {
        name: "quick",
        ..Source::of("fast", NOTHING)
    };
    quick.write(&place);
    assert_eq!(
        refusal(place.lock()),
        "`fast 3` and `quick 3` both have the extension module `fast`, and a component has one of each name"
    );
}

#[test]
fn package_that_is_not_asked_for_is_not_built() {
    let place = place(&["fast"]);
    Source::of("fast", NOTHING).write(&place);
    place.wheel("one", "1", PURE, &[], &["one.py"]);
    let manifest = "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"one\"]\n\
                    [tool.wasi-py.native]\npackages = [\"fast\"]\n";
    fs::write(place.path("app/pyproject.toml"), manifest).expect("written");
    let text = refusal(place.lock());
    assert!(
        text.contains(
            "has `fast` below `[tool.wasi-py.native]`, but the app does not depend on it\n"
        ),
        "{text}"
    );
}

#[test]
fn package_without_a_source_distribution_is_named() {
    let place = place(&["fast"]);
    place.wheel("fast", "3", NATIVE, &[], &["fast.so"]);
    let text = refusal(place.lock());
    assert!(
        text.starts_with(
            "cannot build `fast 3`: there is no source distribution of this version\n"
        ),
        "{text}"
    );
}

#[test]
fn lock_that_lacks_a_package_is_to_be_written_anew() {
    let place = place(&["fast"]);
    place.write_lock("# nothing\n");
    let text = refusal(place.install());
    assert!(
        text.starts_with("`fast` is to be built from its source, but `"),
        "{text}"
    );
}
