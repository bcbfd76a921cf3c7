//! What is generated from a world, and what bad input gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_bindgen::{BindgenError, NumberLists, Settings, Stub, World};
use wlr_libpy::release::RELEASES;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(text: &str) -> Result<World, BindgenError> {
    read_world(text, None)
}

fn read_world(text: &str, world: Option<&str>) -> Result<World, BindgenError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("world.wit"), text).expect("writes");
    World::read(&[folder.path().to_owned()], world)
}

fn refusal(text: &str) -> String {
    match read(text) {
        Ok(_) => panic!("it was accepted:\n{text}"),
        Err(error) => error.to_string(),
    }
}

/// A world around the inside of an interface that it exports.
fn exporting(inside: &str) -> String {
    format!("package a:b;\ninterface i {{ {inside} }}\nworld w {{ export i; }}")
}

fn settings() -> Settings {
    Settings {
        app: "an_app".to_owned(),
        ..Settings::default()
    }
}

/// What is written by hand, all at one path.
fn in_rust(names: &[&str]) -> BTreeMap<String, String> {
    let names = names.iter();
    names
        .map(|name| ((*name).to_owned(), "crate::T".to_owned()))
        .collect()
}

fn stubs(world: &World) -> Vec<Stub> {
    let stubs = world.stubs(&settings());
    stubs.unwrap_or_else(|error| panic!("{error}"))
}

fn everything() -> World {
    let world = World::read(&[repository().join("examples/everything/wit")], None);
    world.unwrap_or_else(|error| panic!("{error}"))
}

/// Compares what was generated with a file beside this one; `BLESS=1` rewrites that.
fn is_what_it_was(path: &Path, content: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
        fs::write(&path, content).expect("writes");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let mut lines = content.lines().zip(expected.lines()).zip(1..);
    let other = lines.find(|((line, expected), _)| line != expected);
    assert!(
        content == expected,
        "`{}` was another: {other:?}\n= help: if that is right, run this test with BLESS=1",
        path.display()
    );
}

#[test]
fn stubs_are_what_they_were() {
    for stub in stubs(&everything()) {
        is_what_it_was(&Path::new("stubs").join(&stub.path), &stub.content);
    }
}

#[test]
fn rust_is_what_it_was() {
    let rust = everything().rust(&settings());
    let rust = rust.unwrap_or_else(|error| panic!("{error}"));
    is_what_it_was(Path::new("rust/everything.rs"), &without_bindings(&rust));
}

/// What is generated, but for what `wit-bindgen` writes, which is another with each version of it.
fn without_bindings(rust: &str) -> String {
    const BEGIN: &str = "\npub mod bindings {\n";
    let (before, bindings) = rust.split_once(BEGIN).expect("the module");
    let (_, after) = bindings.split_once("\n}\n").expect("its end");
    format!("{before}{BEGIN}    // …\n}}\n{after}")
}

#[test]
fn every_example_is_valid_rust_and_says_the_same_twice() {
    for name in [
        "everything",
        "resources",
        "store",
        "mixed",
        "streams",
        "tasks",
    ] {
        let wit = [repository().join("examples").join(name).join("wit")];
        let write = || {
            let world = World::read(&wit, None).unwrap_or_else(|error| panic!("{name}: {error}"));
            world
                .rust(&settings())
                .unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        assert_eq!(write(), write(), "{name}");
    }
}

/// Exports of a world by names of the C library, libpython, zlib, Rust's runtime and the linker.
#[test]
fn no_export_is_called_like_a_symbol_of_a_library() {
    let names = [
        "write", "time", "remove", "malloc", "main", "memory", "crc32", "abort", "environ",
    ];
    let functions: String = names
        .iter()
        .map(|name| format!("export %{name}: func(text: string) -> string;\n"))
        .collect();
    let text = format!(
        "package a:b;\ninterface i {{ write: func() -> string; }}\nworld w {{ {functions} export i; }}"
    );
    let world = read(&text).unwrap_or_else(|error| panic!("{error}"));
    let rust = world
        .rust(&settings())
        .unwrap_or_else(|error| panic!("{error}"));
    let symbols: Vec<&str> = rust
        .split("export_name =")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .collect();
    for name in names {
        for expected in [format!("cm32p2||{name}"), format!("cm32p2||{name}_post")] {
            assert!(symbols.contains(&expected.as_str()), "{symbols:?}");
        }
    }
    let could_be_c = |symbol: &&&str| !symbol.contains(['|', '#']);
    assert_eq!(symbols.iter().find(could_be_c), None);
    assert_eq!(symbols.len(), 2 * names.len() + 2);
}

#[test]
fn wit_that_does_not_parse_names_file_and_line() {
    let text = "package a:b;\n\nworld w {\n  export f: fun();\n}";
    let refusal = refusal(text);
    assert!(refusal.contains("world.wit:4:"), "{refusal}");
}

#[test]
fn missing_folder_is_named() {
    let error = World::read(&[PathBuf::from("no/such/wit")], None).err();
    let error = error.expect("there is none").to_string();
    assert!(error.starts_with("no WIT at `no/such/wit`"), "{error}");
}

#[test]
fn unknown_world_lists_the_known_ones() {
    let text = "package a:b;\nworld one { export f: func(); }\nworld two {}";
    let error = read_world(text, Some("three"))
        .err()
        .expect("there is none");
    assert!(
        error
            .to_string()
            .ends_with("= help: the package has `one`, `two`"),
        "{error}"
    );
    let error = read(text).err().expect("there are two");
    assert!(
        error
            .to_string()
            .ends_with("= help: the package has `one`, `two`"),
        "{error}"
    );
}

#[test]
fn types_that_nest_too_deeply_are_refused_by_name() {
    let chain = |wrap: fn(usize) -> String, count: usize| {
        let types = (1..=count).map(wrap).collect::<String>();
        exporting(&format!(
            "type t0 = u8; {types} f: func(v: t{count}) -> t{count};"
        ))
    };
    let list = |index: usize| format!("type t{index} = list<t{}>;\n", index - 1);
    let record = |index: usize| format!("record t{index} {{ a: t{} }}\n", index - 1);
    let alias = |index: usize| format!("type t{index} = t{};\n", index - 1);
    for wrap in [list, record, alias] {
        assert!(read(&chain(wrap, 47)).is_ok());
        for count in [48, 100] {
            let refusal = refusal(&chain(wrap, count));
            assert!(
                refusal.starts_with("the type `t48` nests types more than 48 deep"),
                "{refusal}"
            );
            assert!(refusal.contains("= help: "), "{refusal}");
        }
    }
    let inline = |count: usize| {
        let ty = "option<".repeat(count) + "u8" + &">".repeat(count);
        exporting(&format!("f: func(v: {ty});"))
    };
    assert!(read(&inline(48)).is_ok());
    let refusal_of = |count| refusal(&inline(count));
    assert!(refusal_of(49).starts_with("the function `f` nests types more than 48 deep"));
    // What the parser itself refuses has a place.
    assert!(refusal_of(100).contains("world.wit:2:"));
}

#[test]
fn what_nothing_is_generated_for_is_refused_by_name() {
    for (inside, expected) in [
        (
            "f: func(v: map<string, u8>);",
            "the function `f` uses `map`",
        ),
        (
            "f: async func() -> error-context;",
            "the function `f` uses `error-context`, which",
        ),
        (
            "type t = stream;",
            "the type `t` uses a `stream` of nothing, which",
        ),
        (
            "type letter = char; type t = stream<letter>;",
            "the type `t` uses a `stream` of `char`, which",
        ),
        (
            "f: func() -> option<stream<u8>>;",
            "the function `f` uses a `stream` or `future` in the result of a function that is not",
        ),
        (
            "record r { v: future<u8> } f: func() -> r;",
            "the function `f` uses a `stream` or `future` in the result of a function that is not",
        ),
    ] {
        let refusal = refusal(&exporting(inside));
        assert!(refusal.starts_with(expected), "{refusal}");
        assert!(refusal.contains("= help:"), "{refusal}");
    }
}

#[test]
fn resource_is_lent_to_an_async_import_by_itself() {
    let importing = |parameter: &str| {
        format!(
            "package a:b;
            interface i {{ resource r; f: async func(v: {parameter}); }}
            world w {{ import i; }}"
        )
    };
    assert!(read(&importing("borrow<r>")).is_ok());
    assert!(read(&importing("list<r>")).is_ok());
    let refusal = refusal(&importing("list<borrow<r>>"));
    assert!(
        refusal.starts_with(
            "the function `f` uses a `borrow` inside of what is given to an `async` import, which"
        ),
        "{refusal}"
    );
}

#[test]
fn async_function_is_awaited() {
    let imported = "package a:b;
        interface i { f: async func(v: stream<u8>) -> result<stream<string>, string>; }
        world w { import i; }";
    let stub = stub_of(imported, "i.pyi");
    assert!(
        stub.contains("async def f(v: AsyncIterable[bytes]) -> wit.streams.Stream[str]: ..."),
        "{stub}"
    );
    let inside = "record r { v: stream<u8> }
        f: async func(v: stream<u8>, r: r) -> future<u32>;
        resource c { m: async func(); }";
    let stub = stub_of(&exporting(inside), "i.pyi");
    for line in [
        "    v: AsyncIterable[bytes]\n",
        "    def m(self) -> Awaitable[None] | None: ...\n",
        "    def f(self, v: wit.streams.Stream[bytes], r: wit.exports.i.R) -> Awaitable[Awaitable[int]] | Awaitable[int]: ...\n",
    ] {
        assert!(stub.contains(line), "{line}{stub}");
    }
    // A world without has nothing of it.
    let paths = |inside: &str| {
        let world = read(&exporting(inside)).unwrap_or_else(|error| panic!("{error}"));
        let stubs = stubs(&world).into_iter();
        stubs.map(|stub| stub.path).collect::<Vec<_>>()
    };
    let streams = PathBuf::from("wit/streams.pyi");
    assert!(paths("f: async func();").contains(&streams));
    assert!(!paths("f: func();").contains(&streams));
}

#[test]
fn longer_tuple_than_rust_has_traits_for_is_refused() {
    let types = ["u8"; 13].join(", ");
    let refusal = refusal(&exporting(&format!("f: func(v: tuple<{types}>);")));
    assert!(
        refusal.starts_with("the function `f` uses a tuple of 13"),
        "{refusal}"
    );
}

#[test]
fn list_of_fixed_length_is_of_what_has_no_memory_of_its_own() {
    const HOLDS: &str = "a list of fixed length of what holds text, lists or resources";
    for (inside, expected) in [
        (
            "type t = list<string, 2>;",
            format!("the type `t` uses {HOLDS}"),
        ),
        (
            "f: func(v: option<list<list<u8>, 2>>);",
            format!("the function `f` uses {HOLDS}"),
        ),
        (
            "resource r; f: func(v: list<r, 2>);",
            format!("the function `f` uses {HOLDS}"),
        ),
        (
            "f: func(v: list<u8, 0>);",
            "the function `f` uses a list of no length".to_owned(),
        ),
    ] {
        let refusal = refusal(&exporting(inside));
        assert!(refusal.starts_with(&expected), "{refusal}");
    }
}

/// What is longer than anybody wants to read is a tuple of any length to type checkers.
#[test]
fn list_of_fixed_length_is_bytes_or_a_tuple() {
    let inside = "
        type byte = u8;
        type colour = list<byte, 4>;
        type point = list<f32, 3>;
        f: func(rows: list<point, 2>, many: list<s64, 17>) -> option<colour>;";
    let stub = stub_of(&exporting(inside), "i.pyi");
    for line in [
        "Colour: TypeAlias = bytes\n",
        "Point: TypeAlias = tuple[float, float, float]\n",
        "def f(self, rows: tuple[Point, Point], many: tuple[int, ...]) -> Colour | None: ...",
    ] {
        assert!(stub.contains(line), "{line}{stub}");
    }
}

/// It is in the component.
#[test]
fn list_of_bytes_by_another_name_is_bytes() {
    let inside = "type byte = u8; f: func(v: list<byte>) -> list<byte>;";
    let stub = stub_of(&exporting(inside), "i.pyi");
    assert!(
        stub.contains("def f(self, v: bytes) -> bytes: ..."),
        "{stub}"
    );
}

#[test]
fn settings_that_name_what_is_not_there_are_refused() {
    let world = read(&exporting("record r { a: u8 }\nf: func(r: r);"));
    let world = world.unwrap_or_else(|error| panic!("{error}"));
    let refusal = |change: fn(&mut Settings)| {
        let mut settings = settings();
        change(&mut settings);
        let refusals = [world.rust(&settings).err(), world.stubs(&settings).err()];
        let [one, other] = refusals.map(|error| error.map(|error| error.to_string()));
        assert_eq!(one, other);
        one
    };
    let error = refusal(|settings| settings.types = in_rust(&["a:b/i#q"]));
    assert_eq!(
        error.as_deref(),
        Some("the world has no type `a:b/i#q`\n= help: it has `a:b/i#r`")
    );
    let error = refusal(|settings| settings.functions = in_rust(&["a:b/i#g"]));
    let expected = "the world has no exported function `a:b/i#g`\n= help: it has `a:b/i#f`";
    assert_eq!(error.as_deref(), Some(expected));
    let error = refusal(|settings| settings.interfaces.push("a:b/j".to_owned()));
    let expected = "the world has no exported interface `a:b/j`\n= help: it has `a:b/i`";
    assert_eq!(error.as_deref(), Some(expected));
    let error = refusal(|settings| settings.builtins.push("no path".to_owned()));
    assert!(error.is_some_and(|error| error.starts_with("`no path` is not a path in Rust")));
    let error = refusal(|settings| settings.types = in_rust(&["a:b/i#r"]));
    assert_eq!(error, None);
}

#[test]
fn what_is_in_rust_is_not_asked_of_the_app() {
    let text = "package a:b;
        interface i { record r { a: u8 } f: func(r: r); g: func(); }
        interface j { h: func(); }
        world w { export i; export j; export k: func(); export l: func(); }";
    let world = read(text).unwrap_or_else(|error| panic!("{error}"));
    let path = || "crate::T".to_owned();
    let settings = Settings {
        types: [("a:b/i#r".to_owned(), path())].into(),
        functions: ["a:b/i#g", "l"]
            .map(|name| (name.to_owned(), path()))
            .into(),
        interfaces: vec!["a:b/j".to_owned()],
        ..settings()
    };
    let stubs = world.stubs(&settings).expect("the settings fit");
    let stub = |name: &str| {
        let mut stubs = stubs.iter();
        let found = stubs.find(|stub| stub.path.ends_with(name));
        found.expect("a stub").content.as_str()
    };
    assert!(stub("i.pyi").contains("def f(self, r: R) -> None: ..."));
    assert!(stub("i.pyi").contains("R: TypeAlias = Any\n"));
    assert!(!stub("i.pyi").contains("def g("));
    assert!(!stub("j.pyi").contains("class Exports"));
    assert!(stub("world.pyi").contains("def k(self) -> None: ..."));
    assert!(!stub("world.pyi").contains("def l("));
}

#[test]
fn reserved_words_are_names_with_an_underscore() {
    let world = read(&exporting("class: func(%from: u8, lambda: u8) -> u8;"));
    let world = world.unwrap_or_else(|error| panic!("{error}"));
    let stubs = stubs(&world);
    let stub = stubs
        .iter()
        .find(|stub| stub.path.ends_with("i.pyi"))
        .expect("a stub");
    let line = "def class_(self, from_: int, lambda_: int) -> int: ...";
    assert!(stub.content.contains(line), "{}", stub.content);
}

/// The stub of a module, by the end of its path.
fn stub_of(text: &str, path: &str) -> String {
    let world = read(text).unwrap_or_else(|error| panic!("{error}"));
    let found = stubs(&world)
        .into_iter()
        .find(|stub| stub.path.ends_with(path));
    found.expect("a stub").content
}

/// An interface with types of its own and one that it uses, around what a world does with it.
fn seats(world: &str) -> String {
    format!(
        "package a:b;
        interface tools {{ record place {{ row: u8 }} resource tool; }}
        interface seats {{
            use tools.{{place, tool}};
            record mark {{ at: place, side: side }}
            enum side {{ left, right }}
            variant change {{ marked(mark), undone }}
            type changes = list<change>;
            resource seat;
            record booking {{ seat: seat, mark: mark }}
            record loan {{ tool: tool }}
            f: func(c: changes, b: booking) -> result<loan, change>;
        }}
        world w {{ {world} }}"
    )
}

#[test]
fn type_of_an_interface_that_is_imported_and_exported_has_one_class() {
    let stub = stub_of(&seats("import seats; export seats;"), "exports/seats.pyi");
    for line in [
        "Place: TypeAlias = wit.imports.tools.Place\n",
        "Mark: TypeAlias = wit.imports.seats.Mark\n",
        "Side: TypeAlias = wit.imports.seats.Side\n",
        "ChangeMarked: TypeAlias = wit.imports.seats.ChangeMarked\n",
        "ChangeException = wit.imports.seats.ChangeException\n",
        "Changes: TypeAlias = wit.imports.seats.Changes\n",
        // The tool is the host's on both sides.
        "Loan: TypeAlias = wit.imports.seats.Loan\n",
        // The seat is not.
        "class Booking:\n    seat: Seat\n    mark: Mark\n",
    ] {
        assert!(stub.contains(line), "{line}{stub}");
    }
}

#[test]
fn type_that_holds_a_resource_of_each_side_has_a_class_on_each() {
    let text = seats("import seats; export tools; export seats;");
    let stub = stub_of(&text, "exports/seats.pyi");
    assert!(stub.contains("class Loan:\n    tool: Tool\n"), "{stub}");
    assert!(
        stub.contains("Mark: TypeAlias = wit.imports.seats.Mark\n"),
        "{stub}"
    );
    let stub = stub_of(&text, "exports/tools.pyi");
    assert!(
        stub.contains("Place: TypeAlias = wit.imports.tools.Place\n"),
        "{stub}"
    );
}

#[test]
fn type_of_one_side_has_its_class_there() {
    let stub = stub_of(&seats("export tools; export seats;"), "exports/seats.pyi");
    assert!(stub.contains("class Mark:\n"), "{stub}");
    assert!(
        stub.contains("Place: TypeAlias = wit.exports.tools.Place\n"),
        "{stub}"
    );
}

/// They have nothing in common but the name.
#[test]
fn interfaces_that_a_world_writes_out_share_no_types() {
    let text = "package a:b;
        world w {
            import store: interface { record r { a: u8 } f: func(r: r); }
            export store: interface { record r { b: string } f: func(r: r); }
        }";
    for (path, field) in [
        ("imports/store.pyi", "a: int"),
        ("exports/store.pyi", "b: str"),
    ] {
        let stub = stub_of(text, path);
        assert!(stub.contains(&format!("class R:\n    {field}\n")), "{stub}");
    }
}

/// Worlds and apps: folders with WIT, folder with Python.
const TYPED: [(&[&str], &str); 10] = [
    (&["wit"], "python-app/src"),
    (
        &["wit", "examples/compose/once/wit"],
        "examples/compose/once/app/src",
    ),
    (&["examples/colours/wit"], "examples/colours/app/src"),
    (&["examples/everything/wit"], "examples/everything/app/src"),
    (&["examples/mixed/wit"], "examples/mixed/app/src"),
    (&["examples/resources/wit"], "examples/resources/app/src"),
    (&["examples/store/wit"], "examples/store/app/src"),
    (&["examples/streams/wit"], "examples/streams/app/src"),
    (&["examples/tasks/wit"], "examples/tasks/app/src"),
    (&["wit", "examples/words/wit"], "examples/words/app/src"),
];

/// Runs a type checker on each app, with the stubs of its world in a folder. Needs what `cargo xtask test`
/// puts into that variable.
fn check_types(variable: &str, checker: impl Fn(&Path, &Path, &Path) -> Command) {
    let program = std::env::var_os(variable);
    let program = program.unwrap_or_else(|| {
        panic!("`{variable}` is not set\n= help: run `cargo xtask test bindgen`")
    });
    for (wit, app) in TYPED {
        let folder = tempfile::tempdir().expect("a folder");
        let wit: Vec<_> = wit.iter().map(|wit| repository().join(wit)).collect();
        let world = World::read(&wit, None);
        for stub in stubs(&world.unwrap_or_else(|error| panic!("{error}"))) {
            let path = folder.path().join(&stub.path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
            fs::write(path, stub.content).expect("writes");
        }
        let mut checker = checker(Path::new(&program), folder.path(), &repository().join(app));
        let output = checker.output().expect("runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{app}:\n{said}");
    }
}

/// Where the stub of `person`, the module in Rust, lies.
fn person() -> PathBuf {
    repository().join("src")
}

#[test]
fn stubs_and_apps_satisfy_mypy_in_strict_mode() {
    check_types("WASI_PY_SITE_PACKAGES", |packages, stubs, app| {
        let paths = std::env::join_paths([stubs, &person()]).expect("paths");
        let mut mypy = Command::new(packages.join("../../../bin/python3"));
        mypy.args([
            "-m",
            "mypy",
            "--strict",
            "--python-version",
            RELEASES[0].minor(),
        ])
        .arg("--no-incremental")
        .arg(stubs.join("wit"))
        .arg(app)
        .env("MYPYPATH", paths);
        mypy
    });
}

#[test]
fn stubs_and_apps_satisfy_pyright_in_strict_mode() {
    check_types("WASI_PY_PYRIGHT", |python, stubs, app| {
        let settings = serde_json::json!({
            "typeCheckingMode": "strict",
            "pythonVersion": RELEASES[0].minor(),
            "include": [stubs.join("wit"), app],
            "stubPath": stubs,
            "extraPaths": [app, person()],
            // There is none: the modules are in the component.
            "reportMissingModuleSource": false,
        });
        let path = stubs.join("pyrightconfig.json");
        fs::write(&path, settings.to_string()).expect("writes");
        let mut pyright = Command::new(python);
        pyright.args(["-m", "basedpyright", "--project"]).arg(path);
        pyright
    });
}

#[test]
fn lists_of_numbers_are_arrays_on_request() {
    let function = "type id = u32;
        f: func(a: list<f64>, b: list<string>, c: list<u8>, d: list<id>) -> result<list<s32>>;";
    let world = read(&exporting(function)).unwrap_or_else(|error| panic!("{error}"));
    let settings = Settings {
        number_lists: NumberLists::Array,
        ..settings()
    };
    let stubs = world.stubs(&settings).expect("stubs");
    let stub = stubs.iter().find(|stub| stub.content.contains("def f("));
    let content = &stub.expect("a stub").content;
    // The app may return whatever has a buffer.
    let expected =
        "def f(self, a: array[float], b: list[str], c: bytes, d: array[Id]) -> Buffer: ...";
    assert!(content.contains(expected), "{content}");
    for import in [
        "from array import array",
        "from collections.abc import Buffer",
    ] {
        assert!(content.contains(import), "{content}");
    }
}
