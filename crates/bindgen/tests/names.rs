//! Names that mean something in Rust, in Python or in generated code: rustc takes what is generated from a
//! world that has them in every position, but for a few that are refused with their line.

#[path = "names/dictionary.rs"]
mod dictionary;
#[path = "names/places.rs"]
mod places;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_py_bindgen::{BindgenError, Settings, World};
use wlr_libpy::release::RELEASES;

use dictionary::NAMES;
use places::{Place, world};

fn read(text: &str) -> Result<World, BindgenError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("world.wit"), text).expect("writes");
    World::read(&[folder.path().to_owned()], None)
}

fn settings() -> Settings {
    Settings {
        app: "app".to_owned(),
        ..Settings::default()
    }
}

/// Why a name may not stand in that place, if it may not.
fn refusal(place: Place, name: &str) -> Option<String> {
    let error = read(&world("zzz", &[(place, name)])).err()?;
    Some(error.to_string())
}

/// Has rustc look at what is generated from a world.
fn compile(text: &str) -> Result<(), String> {
    let world = read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let rust = world.rust(&settings());
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("component.rs");
    fs::write(&source, rust.unwrap_or_else(|error| panic!("{error}"))).expect("writes");
    fs::write(folder.path().join("app.bundle"), "").expect("writes");
    let output = rustc(folder.path()).arg(source).output();
    let output = output.expect("rustc runs");
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// Calls rustc as cargo does for a guest, and has it look and write nothing that runs. Needs what
/// `cargo xtask test` builds, and puts into variables.
fn rustc(out: &Path) -> Command {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args(["--edition", "2024", "--crate-type", "lib"])
        .args(["--emit", "metadata", "--target", "wasm32-wasip2"])
        .arg("--out-dir")
        .arg(out)
        .env("CARGO_MANIFEST_DIR", out)
        .env("OUT_DIR", out);
    for folder in std::env::split_paths(&variable("WASI_PY_DEPENDENCIES")) {
        rustc.arg(format!("-Ldependency={}", folder.display()));
    }
    let library = PathBuf::from(variable("WASI_PY_LIBRARY"));
    rustc.arg(format!("--extern=wasi_py_embed={}", library.display()));
    rustc
}

/// Has mypy look at the stubs of a world.
fn check_types(text: &str) -> Result<(), String> {
    let world = read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let folder = tempfile::tempdir().expect("a folder");
    let stubs = world.stubs(&settings());
    for stub in stubs.unwrap_or_else(|error| panic!("{error}")) {
        let path = folder.path().join(&stub.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
        fs::write(path, stub.content).expect("writes");
    }
    let packages = PathBuf::from(variable("WASI_PY_SITE_PACKAGES"));
    let mypy = Command::new(packages.join("../../../bin/python3"))
        .args(["-m", "mypy", "--strict", "--no-incremental"])
        .args(["--python-version", RELEASES[0].minor(), "--package", "wit"])
        .current_dir(folder.path())
        .output();
    let mypy = mypy.expect("mypy runs");
    if mypy.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&mypy.stdout).into_owned())
    }
}

fn variable(name: &str) -> OsString {
    let value = std::env::var_os(name);
    value.unwrap_or_else(|| panic!("`{name}` is not set\n= help: run `cargo xtask test bindgen`"))
}

/// A world with every name in one of its places, and with all in all places after as many parts as there are
/// places.
fn part(number: usize) -> String {
    let place = |index: usize| Place::ALL[(index + number) % Place::ALL.len()];
    let items = NAMES
        .iter()
        .enumerate()
        .map(|(index, name)| (place(index), *name));
    let mut items: Vec<_> = items
        .filter(|(place, name)| refusal(*place, name).is_none())
        .collect();
    items.extend(KNOWN);
    items.sort_unstable();
    items.dedup();
    world(NAMES[number], &items)
}

/// What was once reported, or hides what generated code needs.
const KNOWN: [(Place, &str); 11] = [
    (Place::Method, "handle"),
    (Place::Method, "from-handle"),
    (Place::Method, "take-handle"),
    (Place::Method, "into-inner"),
    (Place::Static, "new"),
    (Place::Flags, "ok"),
    (Place::Flags, "none"),
    (Place::Record, "option"),
    (Place::Resource, "from"),
    (Place::Parameter, "ret-area"),
    (Place::Parameter, "len0"),
];

/// What Rust has no name for, what is the exception of the variant that has the case, and what `wit-bindgen`
/// would have twice.
const REFUSED: [(Place, &str); 29] = [
    (Place::Package, "crate"),
    (Place::Record, "self"),
    (Place::Variant, "self"),
    (Place::Enum, "self"),
    (Place::Flags, "self"),
    (Place::Resource, "self"),
    (Place::Alias, "self"),
    (Place::ListAlias, "self"),
    (Place::Case, "self"),
    (Place::EmptyCase, "self"),
    (Place::EnumCase, "self"),
    (Place::WorldType, "self"),
    (Place::Package, "self"),
    (Place::Package, "super"),
    (Place::Case, "exception"),
    (Place::EmptyCase, "exception"),
    (Place::Interface, "exports"),
    (Place::Namespace, "exports"),
    (Place::Flags, "guest"),
    (Place::Resource, "guest"),
    (Place::Record, "ret-area"),
    (Place::Variant, "ret-area"),
    (Place::Enum, "ret-area"),
    (Place::Flags, "ret-area"),
    (Place::Resource, "ret-area"),
    (Place::Alias, "ret-area"),
    (Place::ListAlias, "ret-area"),
    (Place::WorldType, "ret-area"),
    (Place::Resource, "t"),
];

/// Types called like those of the prelude, beside one another, and a resource with methods like those of
/// every resource.
const REPORTED: &str = "
    package shop:names;
    interface api {
        record %result { data: list<u8>, note: option<string> }
        variant %option { yes(string), no }
        enum %string { short, long }
        record vec { x: f32, y: f32 }
        record box { low: vec, high: vec }
        flags ok { a, b }
        enum err { one, two }
        record some { v: u8 }
        type debug = list<vec>;
        record clone { copy: u8, default: bool }
        fetch: func(key: string) -> result<%result, err>;
        choose: func(o: %option, p: option<%string>) -> result<%option, %string>;
        span: func(b: box) -> debug;
        flip: func(f: ok, s: some, c: clone) -> tuple<ok, some, clone>;
    }
    interface store {
        resource connection {
            constructor(url: string);
            handle: func() -> u32;
            from-handle: static func(handle: u32) -> connection;
            take-handle: func() -> u32;
            get-mut: func() -> string;
            into-inner: func() -> string;
            drop: func() -> bool;
            clone: func() -> connection;
            %type: func() -> string;
            del: func(key: string);
        }
    }
    world shop { import api; import store; export api; export store; }
";

#[test]
fn names_that_were_reported_compile() {
    compile(REPORTED).unwrap_or_else(|error| panic!("{error}"));
}

/// Types that share a class, and types that do not: with everything that code is generated for.
const ON_BOTH_SIDES: &str = "
    package shop:sides;
    interface types {
        record place { row: u32, number: u32 }
        flags edges { top, bottom }
        resource tool { constructor(name: string); name: func() -> string; }
    }
    interface seats {
        use types.{place, edges as borders, tool};
        enum side { left, right }
        record mark { at: place, side: side, note: option<string> }
        variant change { marked(mark), drawn(borders), nested(list<mark>), undone }
        type changes = list<change>;
        resource seat { place: func() -> place; swap: static func(one: seat, other: seat) -> seat; }
        record booking { seat: seat, mark: mark }
        record loan { tool: tool, mark: option<mark> }
        record glance { tool: borrow<tool>, mark: mark }
        record visit { tool: borrow<tool>, seat: borrow<seat> }
        variant outcome { booked(booking), lent(loan), refused(change) }
        pass: func(mark: mark, changes: changes, glance: glance) -> result<tuple<mark, option<side>>, change>;
        book: func(place: place, visit: visit) -> result<booking, outcome>;
        label: func(text: tuple<string, place>, side: option<tuple<string, option<side>, result<mark, side>>>);
        lend: func(loan: loan, borders: option<borders>) -> result<list<result<mark, changes>>, changes>;
    }
    interface halls { use seats.{mark, booking, change}; enter: func(mark: mark, booking: booking) -> result<_, change>; }
    world ones { import seats; export seats; import halls; export halls; }
    world all { import types; import seats; export seats; export types; export halls; }
    world half { import halls; export seats; }
";

#[test]
fn types_of_interfaces_on_both_sides_compile() {
    for world in ["ones", "all", "half"] {
        compile(&only(ON_BOTH_SIDES, world)).unwrap_or_else(|error| panic!("{world}: {error}"));
    }
}

#[test]
fn stubs_of_interfaces_on_both_sides_satisfy_mypy() {
    for world in ["ones", "all", "half"] {
        check_types(&only(ON_BOTH_SIDES, world)).unwrap_or_else(|error| panic!("{world}: {error}"));
    }
}

/// A package without its worlds but one.
fn only(text: &str, world: &str) -> String {
    let is_other = |line: &&str| {
        line.trim().starts_with("world ") && !line.contains(&format!("world {world} "))
    };
    let lines = text.lines().filter(|line| !is_other(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
#[ignore = "takes minutes: run `cargo xtask test --full`"]
fn names_that_are_refused_are_few_and_each_has_its_line() {
    let places = |name: &'static str| Place::ALL.map(|place| (place, name));
    let all = NAMES.iter().flat_map(|name| places(name));
    let refused = all.filter_map(|(place, name)| Some((place, name, refusal(place, name)?)));
    let refused: Vec<_> = refused.collect();
    for (place, name, why) in &refused {
        assert!(why.contains("\n --> "), "{place:?} `{name}`: {why}");
    }
    let refused = refused.iter().map(|(place, name, _)| (*place, *name));
    assert_eq!(refused.collect::<Vec<_>>(), REFUSED);
}

#[test]
fn name_in_some_of_its_places_compiles() {
    compile(&part(0)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn stubs_with_a_name_in_some_of_its_places_satisfy_mypy() {
    check_types(&part(0)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
#[ignore = "takes minutes: run `cargo xtask test --full`"]
fn every_name_in_every_place_compiles() {
    of_all_parts(compile);
}

#[test]
#[ignore = "takes minutes: run `cargo xtask test --full`"]
fn stubs_with_every_name_in_every_place_satisfy_mypy() {
    of_all_parts(check_types);
}

/// Checks all parts, and shows each that fails before it does so itself.
fn of_all_parts(check: impl Fn(&str) -> Result<(), String>) {
    let parts = 0..Place::ALL.len();
    let failures = parts.filter_map(|number| {
        let failure = check(&part(number)).err()?;
        eprintln!("part {number}:\n{failure}");
        Some(number)
    });
    assert_eq!(failures.collect::<Vec<_>>(), Vec::<usize>::new());
}
