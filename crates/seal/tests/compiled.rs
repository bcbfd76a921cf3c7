//! Objects that the compiler of libpython makes, sealed and linked.

use std::fs;
use std::process::Command;

use wasi_py_seal::{SealError, Sealed, init_symbol, seal};
use wasmparser::{KnownCustom, Linking, Parser, Payload, SymbolFlags, SymbolInfo};

/// Declarations that stand for CPython's headers.
const PYTHON: &str = "
typedef int PyObject;
typedef struct { const char *name; void *function; int flags; const char *doc; } PyMethodDef;
typedef struct { const char *name; void *get, *set; const char *doc; void *closure; } PyGetSetDef;
typedef struct { int slot; void *function; } PyType_Slot;
typedef struct { const char *name; int size, item_size; unsigned flags; PyType_Slot *slots; } PyType_Spec;
#define KEEP __attribute__((used))
";

/// Compiles C to an object.
fn object(source: &str, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("a.c"), folder.path().join("a.o"));
    fs::write(&input, format!("{PYTHON}{source}")).expect("a file");
    let mut clang = Command::new("clang-19");
    clang.args(["--target=wasm32-wasip2", "-nostdinc", "-c", "-o"]);
    clang.arg(&output).args(options).arg(&input);
    succeed(&mut clang);
    fs::read(output).expect("an object")
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the toolchain of libpython");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// Links sealed objects, and fails if anything collides or is not valid.
fn link(sealed: &[&Sealed]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("program.wasm");
    let mut linker = Command::new("wasm-ld-19");
    linker
        .args(["--no-entry", "--allow-undefined", "-o"])
        .arg(&program);
    for (index, sealed) in sealed.iter().enumerate() {
        let path = folder.path().join(format!("{index}.o"));
        fs::write(&path, &sealed.object).expect("a file");
        linker.arg(path).arg(format!("--export={}", sealed.init));
    }
    succeed(&mut linker);
    let program = fs::read(program).expect("a program");
    wasmparser::validate(&program).expect("a valid program");
    program
}

/// Returns the names of symbols that other objects can see.
fn global_symbols(object: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(object) {
        let Payload::CustomSection(custom) = payload.expect("a section") else {
            continue;
        };
        let KnownCustom::Linking(linking) = custom.as_known() else {
            continue;
        };
        for subsection in linking {
            let Ok(Linking::SymbolTable(symbols)) = subsection else {
                continue;
            };
            names.extend(symbols.into_iter().flatten().filter_map(global_name));
        }
    }
    names
}

fn global_name(symbol: SymbolInfo) -> Option<String> {
    let (flags, name) = match symbol {
        SymbolInfo::Func { flags, name, .. } | SymbolInfo::Global { flags, name, .. } => {
            (flags, name)
        }
        SymbolInfo::Data { flags, name, .. } => (flags, Some(name)),
        SymbolInfo::Table { flags, name, .. } | SymbolInfo::Event { flags, name, .. } => {
            (flags, name)
        }
        SymbolInfo::Section { .. } => return None,
    };
    let hidden = SymbolFlags::BINDING_LOCAL | SymbolFlags::UNDEFINED;
    name.filter(|_| !flags.intersects(hidden))
        .map(str::to_owned)
}

fn sealed(source: &str, module: &str) -> Sealed {
    seal(&object(source, &["-O2"]), module).expect("a module")
}

/// A module with names that each module may have.
const COMMON: &str = "
int counter = 3;
__attribute__((weak)) int helper(int x) { return x + counter++; }
__attribute__((visibility(\"hidden\"))) int hidden(void) { return helper(1); }
__attribute__((export_name(\"exported\"))) int exported(void) { return hidden(); }
__attribute__((constructor)) void begin(void) { counter = 4; }
extern PyObject *PyModule_Create2(void *, int);
PyObject *PyInit__speedups(void) { return PyModule_Create2(&counter, helper(exported())); }
";

#[test]
fn two_modules_of_the_same_last_name_are_linked_together() {
    let one = sealed(COMMON, "one._speedups");
    let other = sealed(COMMON, "other._speedups");
    for sealed in [&one, &other] {
        assert_eq!(global_symbols(&sealed.object), [sealed.init.as_str()]);
    }
    assert_ne!(one.init, other.init);
    link(&[&one, &other]);
}

#[test]
fn symbols_of_python_are_asked_of_other_objects() {
    let sealed = sealed(COMMON, "one._speedups");
    assert!(
        sealed.undefined.contains(&"PyModule_Create2".to_owned()),
        "{sealed:?}"
    );
    assert!(!sealed.undefined.contains(&"helper".to_owned()));
}

#[test]
fn only_what_is_reached_has_to_be_defined() {
    let sealed = sealed(
        "
        extern int called(void), in_data(void), at_start(void), nowhere(void), nowhere_in_data(void);
        extern int variable, nowhere_variable;
        int unused(void) { return nowhere() + nowhere_variable; }
        int (*unused_table[])(void) = {nowhere_in_data};
        int (*table[])(void) = {in_data};
        struct { int *to; int (**table)(void); } data = {&variable, table};
        __attribute__((constructor)) void begin(void) { at_start(); }
        int helper(void) { return called(); }
        PyObject *PyInit_a(void) { helper(); return (PyObject *)&data; }
        ",
        "a",
    );
    assert_eq!(
        sealed.undefined,
        ["at_start", "called", "in_data", "variable"]
    );
}

#[test]
fn whatever_the_options_are_only_the_init_function_is_left() {
    let inline = "inline __attribute__((weak)) int shared(void) { return 1; }";
    let source = format!("{COMMON}{inline} KEEP int (*pointer)(void) = shared;");
    let options: [&[&str]; 6] = [
        &["-O0"],
        &["-Os", "-ffunction-sections", "-fdata-sections"],
        &["-O3", "-g"],
        &["-O2", "-fPIC"],
        &["-O2", "-fvisibility=hidden"],
        &["-O1", "-mbulk-memory", "-mtail-call"],
    ];
    for options in options {
        let object = object(&source, options);
        let sealed = seal(&object, "a.b._speedups").expect("a module");
        assert_eq!(
            global_symbols(&sealed.object),
            [init_symbol("a.b._speedups")],
            "{options:?}"
        );
        link(&[&sealed]);
        assert_eq!(
            seal(&object, "a.b._speedups").expect("a module").object,
            sealed.object
        );
    }
}

#[test]
fn methods_with_too_few_parameters_are_adapted() {
    let sealed = sealed(
        "
        static PyObject *none(PyObject *self) { return self; }
        static PyObject *fitting(PyObject *self, PyObject *args) { return args; }
        static PyObject *keywords(PyObject *self, PyObject *args) { return args; }
        static PyObject *get(PyObject *self) { return self; }
        static int set(PyObject *self, PyObject *value) { return value != self; }
        KEEP PyMethodDef methods[] = {
            {\"none\", none, 4, \"Does nothing.\"},
            {\"fitting\", fitting, 1, 0},
            {\"keywords\", keywords, 3, 0},
            {0, 0, 0, 0}};
        KEEP PyGetSetDef attributes[] = {{\"value\", get, set, 0, 0}, {0, 0, 0, 0, 0}};
        PyObject *PyInit_a(void) { return (PyObject *)methods; }
        ",
        "a",
    );
    assert_eq!(sealed.adapted, ["get", "keywords", "none", "set"]);
    assert!(
        sealed.unfit.is_empty() && sealed.unproven.is_empty(),
        "{sealed:?}"
    );
    link(&[&sealed]);
}

#[test]
fn slots_of_types_are_adapted() {
    let sealed = sealed(
        "
        static PyObject *call(PyObject *self) { return self; }
        static PyObject *iterate(PyObject *self) { return self; }
        static int deallocate(PyObject *self) { return 0; }
        static PyType_Slot slots[] = {{50, call}, {62, iterate}, {52, deallocate}, {0, 0}};
        KEEP PyType_Spec spec = {\"a.Thing\", 16, 0, 0, slots};
        PyObject *PyInit_a(void) { return (PyObject *)&spec; }
        ",
        "a",
    );
    assert_eq!(sealed.adapted, ["call", "deallocate"]);
    link(&[&sealed]);
}

/// A slot for what a module executes has the number of one of a type that takes two arguments.
#[test]
fn slots_of_modules_are_left() {
    let sealed = sealed(
        "
        static int execute(PyObject *module) { return 0; }
        static PyType_Slot slots[] = {{2, execute}, {0, 0}};
        struct {
            int base[5]; const char *name, *doc; int size; void *methods; PyType_Slot *slots; void *functions[3];
        } KEEP definition = {{0}, \"a\", 0, 0, 0, slots};
        PyObject *PyInit_a(void) { return (PyObject *)&definition; }
        ",
        "a",
    );
    assert!(sealed.adapted.is_empty(), "{sealed:?}");
    link(&[&sealed]);
}

#[test]
fn tables_that_only_look_alike_are_left() {
    let sealed = sealed(
        "
        static int one(int x) { return x; }
        struct { const char *name; void *function; int flags; } KEEP table[] = {{\"one\", one, 4}, {\"two\", one, 4}};
        struct { const char *name; void *function; int flags, more; } KEEP other[] = {{\"not a name\", one, 4, 0}};
        PyObject *PyInit_a(void) { return 0; }
        ",
        "a",
    );
    assert!(sealed.adapted.is_empty(), "{sealed:?}");
    assert_eq!(sealed.unproven, ["one"]);
}

#[test]
fn list_of_methods_as_long_as_a_type_is_none() {
    let method = "{\"name\", method, 0x82, \"a.name\"},".repeat(12);
    let source = format!(
        "static PyObject *method(int a, int b, int c, int d) {{ return 0; }}
        KEEP PyMethodDef methods[] = {{{method} {{0, 0, 0, 0}}}};
        PyObject *PyInit_a(void) {{ return 0; }}"
    );
    let sealed = sealed(&source, "a");
    assert!(
        sealed.unfit.is_empty() && sealed.adapted.is_empty(),
        "{sealed:?}"
    );
    assert!(sealed.unproven.is_empty(), "{sealed:?}");
}

#[test]
fn fields_of_types_are_adapted() {
    let sealed = sealed(
        "
        static PyObject *call(PyObject *self) { return self; }
        static PyObject *add(PyObject *self) { return self; }
        extern int PyType_Type;
        static void *number_methods[36] = {add};
        KEEP struct { int count; void *type; int size; const char *name; int basic, item; void *a[1]; int offset;
            void *b[4]; void *number; void *c[3]; void *call; void *d[4]; int flags; void *e[4]; int weak; void *f[9];
            int dictionary; void *g[15]; }
            type = {1, &PyType_Type, 0, \"a.Type\", 8, 0, {0}, 0, {0}, number_methods, {0}, call};
        PyObject *PyInit_a(void) { return (PyObject *)&type; }
        ",
        "a",
    );
    assert_eq!(sealed.adapted, ["add", "call"]);
}

#[test]
fn method_that_takes_more_than_python_gives_is_adapted() {
    let sealed = sealed(
        "
        static PyObject *many(PyObject *a, PyObject *b, PyObject *c) { return c; }
        KEEP PyMethodDef methods[] = {{\"many\", many, 8, 0}, {0, 0, 0, 0}};
        PyObject *PyInit_a(void) { return (PyObject *)methods; }
        ",
        "a",
    );
    assert_eq!(sealed.adapted, ["many"]);
    assert!(sealed.unfit.is_empty());
    link(&[&sealed]);
}

#[test]
fn what_no_adaptor_can_call_is_named() {
    let sealed = sealed(
        "
        static PyObject *real(double a) { return (PyObject *)(int)a; }
        static void nothing(PyObject *a) { }
        KEEP PyMethodDef methods[] = {
            {\"real\", real, 4, 0}, {\"nothing\", nothing, 4, 0}, {0, 0, 0, 0}};
        PyObject *PyInit_a(void) { return 0; }
        ",
        "a",
    );
    assert_eq!(sealed.unfit, ["nothing", "real"]);
}

#[test]
fn objects_of_rust_are_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, output) = (folder.path().join("a.rs"), folder.path().join("a.o"));
    let text = "#![no_std]
        #[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
        static NUMBERS: [u32; 3] = [1, 2, 3];
        #[unsafe(no_mangle)] pub extern \"C\" fn PyInit_a(index: usize) -> u32 { NUMBERS[index] }";
    fs::write(&source, text).expect("a file");
    let mut rustc = Command::new("rustc");
    rustc.args([
        "--edition",
        "2024",
        "--crate-type",
        "lib",
        "--emit",
        "obj",
        "-O",
    ]);
    rustc.args(["--target", "wasm32-wasip2", "-C", "panic=abort", "-o"]);
    succeed(rustc.arg(&output).arg(&source));
    let sealed = seal(&fs::read(output).expect("an object"), "a").expect("a module");
    assert_eq!(global_symbols(&sealed.object), ["PyInit_a"]);
}

#[test]
fn what_is_not_an_object_is_refused() {
    let bitcode = object("PyObject *PyInit_a(void) { return 0; }", &["-flto"]);
    for (bytes, found) in [
        (
            bitcode.as_slice(),
            "expected a WebAssembly object, found the bitcode of LLVM",
        ),
        (
            b"\x7fELF",
            "expected a WebAssembly object, found native code of this machine",
        ),
        (
            b"!<arch>\n",
            "expected a WebAssembly object, found an archive",
        ),
        (b"\0asm\x01\0\0\0", "the object has no symbols"),
        (b"\0asm\x01\0\0\0\x01\xff", "the object is damaged: "),
    ] {
        let error = seal(bytes, "a").expect_err("not an object").to_string();
        assert!(error.starts_with(found), "{error}");
    }
}

#[test]
fn module_without_its_init_function_is_refused() {
    let object = object("PyObject *PyInit_other(void) { return 0; }", &[]);
    let error = seal(&object, "a.b").expect_err("another module");
    assert!(matches!(error, SealError::NoInit { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "the object of `a.b` does not define `PyInit_b`"
    );
}

#[test]
fn damaged_objects_are_refused_and_never_end_the_program() {
    let whole = object(COMMON, &["-O2"]);
    for length in (8..whole.len()).step_by(7) {
        let _ = seal(&whole[..length], "_speedups");
    }
    for position in (8..whole.len()).step_by(3) {
        let mut changed = whole.clone();
        changed[position] ^= 0x55;
        let _ = seal(&changed, "_speedups");
    }
}
