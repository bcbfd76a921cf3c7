//! The answers inside a component, called: what a module without Python gets in the place of WASI.

use wasi_py_imports::{Entropy, Group, ImportedFunction, Imports, SECTION, encode};
use wasm_encoder::{CustomSection, Section};
use wasmtime::component::{Component, Instance, Linker, Resource, ResourceType};
use wasmtime::{Engine, Store};
use wit_component::{StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

const WIT: &str = "package acme:host@1.0.0;
interface source {
    bytes: func(len: u64) -> list<u8>;
    few: func(len: u32) -> list<u8>;
    now: func() -> u64;
}
interface things {
    use wasi:io/poll@0.2.0.{pollable};
    thing: func() -> pollable;
}
world test {
    import source;
    import things;
    import wasi:random/random@0.2.0;
    import wasi:random/insecure-seed@0.2.0;
    import wasi:clocks/wall-clock@0.2.0;
    import wasi:clocks/monotonic-clock@0.2.0;
    import wasi:io/poll@0.2.0;
    export byte: func() -> u64;
    export number: func() -> u64;
    export pair: func() -> u64;
    export seconds: func() -> u64;
    export nanoseconds: func() -> u64;
    export waited: func() -> u64;
    export poll-timers: func() -> u64;
    export poll-things: func() -> u64;
}
package wasi:random@0.2.0 {
    interface random { get-random-bytes: func(len: u64) -> list<u8>; get-random-u64: func() -> u64; }
    interface insecure-seed { insecure-seed: func() -> tuple<u64, u64>; }
}
package wasi:io@0.2.0 {
    interface poll {
        resource pollable { ready: func() -> bool; block: func(); }
        poll: func(in: list<borrow<pollable>>) -> list<u32>;
    }
}
package wasi:clocks@0.2.0 {
    interface wall-clock {
        record datetime { seconds: u64, nanoseconds: u32 }
        now: func() -> datetime;
    }
    interface monotonic-clock {
        use wasi:io/poll@0.2.0.{pollable};
        now: func() -> u64;
        subscribe-duration: func(when: u64) -> pollable;
        subscribe-instant: func(when: u64) -> pollable;
    }
}";

/// Lists of handles begin at 64, results lie at 128. Memory that is given begins at 1024.
const MODULE: &str = r#"(module
    (import "wasi:random/random@0.2.0" "get-random-bytes" (func $bytes (param i64 i32)))
    (import "wasi:random/random@0.2.0" "get-random-u64" (func $number (result i64)))
    (import "wasi:random/insecure-seed@0.2.0" "insecure-seed" (func $pair (param i32)))
    (import "wasi:clocks/wall-clock@0.2.0" "now" (func $time (param i32)))
    (import "wasi:clocks/monotonic-clock@0.2.0" "now" (func $now (result i64)))
    (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (func $for (param i64) (result i32)))
    (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-instant" (func $until (param i64) (result i32)))
    (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
    (import "wasi:io/poll@0.2.0" "[method]pollable.ready" (func $ready (param i32) (result i32)))
    (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop (param i32)))
    (import "wasi:io/poll@0.2.0" "poll" (func $poll (param i32 i32 i32)))
    (THINGS)
    (memory (export "memory") 1)
    (global $free (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        (global.set $free (i32.and (i32.add (global.get $free) (i32.const 15)) (i32.const -16)))
        global.get $free
        (global.set $free (i32.add (global.get $free) (local.get 3))))
    (func (export "byte") (result i64)
        (call $bytes (i64.const 1) (i32.const 128))
        (i64.load8_u (i32.load (i32.const 128))))
    (func (export "number") (result i64) call $number)
    (func (export "pair") (result i64)
        (call $pair (i32.const 128))
        (i64.sub (i64.load (i32.const 136)) (i64.load (i32.const 128))))
    (func (export "seconds") (result i64)
        (call $time (i32.const 128))
        (i64.load (i32.const 128)))
    (func (export "nanoseconds") (result i64)
        (call $time (i32.const 128))
        (i64.load32_u (i32.const 136)))
    (func (export "waited") (result i64) (local $begun i64)
        (local.set $begun (call $now))
        (call $block (call $for (i64.const 70)))
        (drop (call $until (i64.add (call $now) (i64.const 5))))
        (call $drop (call $until (local.get $begun)))
        (i64.sub (call $now) (local.get $begun)))
    (func $result (result i64)
        (i64.or
            (i64.shl (i64.load32_u (i32.const 132)) (i64.const 32))
            (i64.or
                (i64.shl (i64.load32_u (i32.load (i32.const 128))) (i64.const 16))
                (i64.load32_u offset=4 (i32.load (i32.const 128))))))
    (func (export "poll-timers") (result i64)
        (i32.store (i32.const 64) (FIRST))
        (i32.store (i32.const 68) (call $for (i64.const 1)))
        (i32.store (i32.const 72) (FIRST))
        (i32.store (i32.const 76) (call $for (i64.const 1)))
        (call $poll (i32.const 64) (i32.const 4) (i32.const 128))
        (i64.add (call $result) (i64.extend_i32_u (call $ready (i32.load (i32.const 68))))))
    (func (export "poll-things") (result i64)
        (i32.store (i32.const 64) (FIRST))
        (call $poll (i32.const 64) (i32.const 1) (i32.const 128))
        (i64.load32_u (i32.const 132)))
)"#;

/// The result of `poll-timers` for a number of places, the first two of them, and a timer that is ready.
const fn polled(count: u64, first: u64, second: u64) -> u64 {
    (count << 32 | first << 16 | second) + 1
}

/// Returns the module, with things of the host among what it waits for.
fn with_things() -> String {
    let import = "import \"acme:host/things@1.0.0\" \"thing\" (func $thing (result i32))";
    MODULE
        .replace("THINGS", import)
        .replace("FIRST", "call $thing")
}

/// Returns the module, without anything of the host to wait for.
fn without_things() -> String {
    let import = MODULE.replace("(THINGS)", "");
    import.replace("FIRST", "call $for (i64.const 1)")
}

fn function(name: &str) -> ImportedFunction {
    let text = format!("acme:host/source#{name}");
    ImportedFunction::try_from(text).expect("a function")
}

fn imports(entropy: Option<&str>, clock: Option<&str>) -> Imports {
    let entropy = entropy.map_or(Entropy::Repeats, |name| Entropy::Import(function(name)));
    let imports = Imports::new(Some(Vec::new()), Some(entropy), clock.map(function));
    imports.expect("fit").expect("something is left out")
}

fn component(module: &str, imports: &Imports, seed: u64) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("test.wit", WIT).expect("is WIT");
    let world = resolve.packages[package].worlds["test"];
    let mut module = wat::parse_str(module).expect("a module");
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)
        .expect("embeds");
    let text = imports.to_section();
    let section = CustomSection {
        name: SECTION.into(),
        data: text.as_bytes().into(),
    };
    section.append_to(&mut module);
    let encoded = encode(&module, seed).unwrap_or_else(|error| panic!("{error}"));
    encoded.component
}

/// A resource of the host.
struct Thing;

/// The time of the host, in nanoseconds.
const NOW_NS: u64 = 1_700_000_000_123_456_789;

/// Links what is not WASI's, and of `wasi:io` what things need. Every list of random bytes counts from 1.
fn linker(engine: &Engine, bytes_missing: usize) -> wasmtime::Result<Linker<()>> {
    let mut linker = Linker::new(engine);
    let mut source = linker.instance("acme:host/source@1.0.0")?;
    let random = move |length: u64| {
        let length = usize::try_from(length).expect("is small");
        (1..).take(length - bytes_missing).collect::<Vec<u8>>()
    };
    source.func_wrap("bytes", move |_, (length,): (u64,)| Ok((random(length),)))?;
    source.func_wrap("few", move |_, (length,): (u32,)| {
        Ok((random(length.into()),))
    })?;
    source.func_wrap("now", |_, ()| Ok((NOW_NS,)))?;
    let mut poll = linker.instance("wasi:io/poll@0.2.0")?;
    poll.resource("pollable", ResourceType::host::<Thing>(), |_, _| Ok(()))?;
    poll.func_wrap("[method]pollable.ready", |_, (_,): (Resource<Thing>,)| {
        Ok((false,))
    })?;
    poll.func_wrap("[method]pollable.block", |_, (_,): (Resource<Thing>,)| {
        Ok(())
    })?;
    poll.func_wrap("poll", |_, (_,): (Vec<Resource<Thing>>,)| {
        Ok((vec![0_u32],))
    })?;
    let mut things = linker.instance("acme:host/things@1.0.0")?;
    things.resource("pollable", ResourceType::host::<Thing>(), |_, _| Ok(()))?;
    things.func_wrap("thing", |_, ()| Ok((Resource::<Thing>::new_own(0),)))?;
    Ok(linker)
}

/// An instance of a component.
struct Running {
    store: Store<()>,
    instance: Instance,
}

impl Running {
    fn new(component: &[u8], bytes_missing: usize) -> Self {
        let engine = Engine::default();
        let component = Component::new(&engine, component).expect("compiles");
        let mut store = Store::new(&engine, ());
        let linker = linker(&engine, bytes_missing).expect("links");
        let instance = linker.instantiate(&mut store, &component).expect("starts");
        Self { store, instance }
    }

    fn try_call(&mut self, name: &str) -> wasmtime::Result<u64> {
        let function = self
            .instance
            .get_typed_func::<(), (u64,)>(&mut self.store, name);
        let (number,) = function.expect("is exported").call(&mut self.store, ())?;
        Ok(number)
    }

    fn call(&mut self, name: &str) -> u64 {
        self.try_call(name).expect("returns")
    }
}

#[test]
fn random_numbers_are_made_of_bytes_of_the_import() {
    for name in ["bytes", "few"] {
        let component = component(&without_things(), &imports(Some(name), None), 0);
        let mut running = Running::new(&component, 0);
        assert_eq!(running.call("byte"), 1);
        assert_eq!(running.call("number"), 0x0807_0605_0403_0201);
        assert_eq!(running.call("pair"), 0x0808_0808_0808_0808);
    }
}

#[test]
fn list_that_is_too_short_is_a_trap() {
    let component = component(&without_things(), &imports(Some("bytes"), None), 0);
    for name in ["byte", "number", "pair"] {
        let error = Running::new(&component, 1)
            .try_call(name)
            .expect_err("traps");
        let trap = error.downcast::<wasmtime::Trap>().expect("a trap");
        assert_eq!(trap, wasmtime::Trap::UnreachableCodeReached, "{name}");
    }
}

#[test]
fn bytes_that_repeat_are_the_same_in_every_instance_of_a_build() {
    let draw = |seed| {
        let component = component(&without_things(), &imports(None, None), seed);
        let mut running = Running::new(&component, 0);
        let names = ["number", "number", "pair", "byte"];
        names.map(|name| running.call(name))
    };
    let drawn = draw(1);
    assert_eq!(drawn, draw(1));
    assert_ne!(drawn[0], drawn[1], "later bytes are others");
    assert_ne!(drawn, draw(2), "another build");
}

#[test]
fn clock_stands_still_but_for_timers() {
    let component = component(&without_things(), &imports(None, None), 0);
    let mut running = Running::new(&component, 0);
    assert_eq!(
        (running.call("seconds"), running.call("nanoseconds")),
        (0, 0)
    );
    assert_eq!(running.call("waited"), 75);
    assert_eq!(running.call("nanoseconds"), 75);
}

#[test]
fn time_is_that_of_the_import() {
    let component = component(&without_things(), &imports(None, Some("now")), 0);
    let mut running = Running::new(&component, 0);
    assert_eq!(running.call("seconds"), 1_700_000_000);
    assert_eq!(running.call("nanoseconds"), 123_456_789);
    assert_eq!(running.call("waited"), 75);
}

#[test]
fn timers_are_ready_beside_what_the_host_has() {
    let component_of = |module: &str| component(module, &imports(None, None), 0);
    let mut alone = Running::new(&component_of(&without_things()), 0);
    assert_eq!(alone.call("poll-timers"), polled(4, 0, 1));
    let mut beside = Running::new(&component_of(&with_things()), 0);
    assert_eq!(beside.call("poll-timers"), polled(2, 1, 3));
    assert_eq!(beside.call("poll-things"), 1, "the host was asked");
}

#[test]
fn group_that_is_kept_is_asked() {
    let kept = Imports::new(Some(vec![Group::Clocks]), Some(Entropy::Repeats), None);
    let kept = kept.expect("fit").expect("something is left out");
    let component = component(&without_things(), &kept, 0);
    let engine = Engine::default();
    let compiled = Component::new(&engine, component).expect("compiles");
    let component_type = compiled.component_type();
    let imports: Vec<_> = component_type
        .imports(&engine)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        imports,
        [
            "wasi:io/poll@0.2.0",
            "wasi:clocks/wall-clock@0.2.0",
            "wasi:clocks/monotonic-clock@0.2.0"
        ]
    );
}
