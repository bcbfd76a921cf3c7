//! Lists of fixed length, in and out. `wasmtime` has them behind a switch.

use std::sync::LazyLock;

use wasmtime::component::{Component, Instance, Linker, ResourceTable, Val};
use wasmtime::{Config, Engine, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::calls::compiled_once;
use crate::guests::{fixture, host};

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

struct Session {
    store: Store<State>,
    instance: Instance,
}

/// The component, on an engine that allows such lists.
static COMPONENT: LazyLock<Component> = LazyLock::new(|| {
    let mut config = Config::new();
    config.wasm_component_model_fixed_length_lists(true);
    let engine = Engine::new(&config).expect("an engine");
    compiled_once(&engine, "colours")
});

fn start() -> Session {
    let engine = COMPONENT.engine();
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_sync(&mut linker).expect("links WASI");
    link_screen(&mut linker);
    let state = State {
        wasi: WasiCtx::builder().inherit_stderr().build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(engine, state);
    let instance = linker.instantiate(&mut store, &COMPONENT);
    let instance = instance.unwrap_or_else(|error| panic!("{error:#}"));
    Session { store, instance }
}

/// Links a screen on which black was shown everywhere before, and that says where it was told to write.
fn link_screen(linker: &mut Linker<State>) {
    let screen = linker.instance("wasi-py:colours/screen@0.1.0");
    let mut screen = screen.expect("an instance");
    let draw =
        |_: wasmtime::StoreContextMut<'_, State>, _, arguments: &[Val], results: &mut [Val]| {
            let Val::Record(fields) = &arguments[0] else {
                panic!("{arguments:?}");
            };
            assert_eq!(fields[0].1, numbers(Val::U32, &[7, 9]));
            results[0] = Val::Option(Some(Box::new(fields[1].1.clone())));
            Ok(())
        };
    screen.func_new("draw", draw).expect("links");
    let label =
        |_: wasmtime::StoreContextMut<'_, State>, _, arguments: &[Val], results: &mut [Val]| {
            let Val::Tuple(items) = &arguments[0] else {
                panic!("{arguments:?}");
            };
            results[0] = items[1].clone();
            Ok(())
        };
    screen.func_new("label", label).expect("links");
    let profile = |_: wasmtime::StoreContextMut<'_, State>, _, _: &[Val], results: &mut [Val]| {
        results[0] = swapping_red_and_blue();
        Ok(())
    };
    screen.func_new("profile", profile).expect("links");
}

impl Session {
    fn call(&mut self, name: &str, arguments: &[Val]) -> Val {
        let function = self.instance.get_func(&mut self.store, name);
        let mut results = [Val::Bool(false)];
        let called = function
            .expect("a function")
            .call(&mut self.store, arguments, &mut results);
        called.unwrap_or_else(|error| panic!("{error:#}"));
        results[0].clone()
    }

    fn run(&mut self, program: &str) -> Val {
        self.call("run", &[Val::String(program.to_owned())])
    }
}

fn numbers<T: Copy>(number: fn(T) -> Val, values: &[T]) -> Val {
    Val::FixedLengthList(values.iter().copied().map(number).collect())
}

fn colour(channels: [u8; 4]) -> Val {
    numbers(Val::U8, &channels)
}

fn swapping_red_and_blue() -> Val {
    let rows = [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]];
    Val::FixedLengthList(rows.map(|row| numbers(Val::Float32, &row)).to_vec())
}

#[test]
fn list_of_fixed_length_goes_in_and_comes_out() {
    let mut session = start();
    let arguments = [colour([1, 2, 3, 4]), swapping_red_and_blue()];
    assert_eq!(session.call("transform", &arguments), colour([3, 2, 1, 4]));
    let pixel = |channels| {
        Val::Record(vec![
            ("at".to_owned(), numbers(Val::U32, &[0, u32::MAX])),
            ("colour".to_owned(), colour(channels)),
        ])
    };
    let pixels = Val::List(vec![pixel([1, 2, 3, 4]), pixel([255, 0, 0, 255])]);
    let shown = session.call("transform-all", &[pixels, swapping_red_and_blue()]);
    let expected = Val::List(vec![pixel([3, 2, 1, 4]), pixel([0, 0, 255, 255])]);
    assert_eq!(shown, expected);
}

#[test]
fn list_of_fixed_length_may_be_longer_than_a_function_has_parameters() {
    let words: [u64; 17] = std::array::from_fn(|index| index as u64);
    let digest = start().call("digest", &[numbers(Val::U64, &words)]);
    let program = "import hashlib\nresult = list(hashlib.sha1(b''.join(n.to_bytes(8, 'big') for n in range(17))).digest())";
    let Val::FixedLengthList(bytes) = digest else {
        panic!("{digest:?}");
    };
    let bytes = bytes.iter().map(|byte| match byte {
        Val::U8(byte) => *byte,
        other => panic!("{other:?}"),
    });
    let found = format!("{:?}", bytes.collect::<Vec<_>>());
    assert_eq!(start().run(program), Val::String(found));
}

#[test]
fn python_sees_bytes_and_tuples_of_that_length() {
    for (program, expected) in [
        (
            "from wit.imports.screen import draw, Pixel\nresult = draw(Pixel((7, 9), b'rgba'))",
            "b'rgba'",
        ),
        (
            "from wit.imports.screen import draw, Pixel\nresult = draw(Pixel((7, 9), [1, 2, 3, 4]))",
            r"b'\x01\x02\x03\x04'",
        ),
        (
            "from wit.imports.screen import label\nresult = label(('here', (3, 4)))",
            "(3, 4)",
        ),
        (
            "from wit.imports.screen import profile\nresult = profile()",
            "((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))",
        ),
        (
            "from wit.world import Colour, Matrix, Point\nresult = Colour, Point, Matrix",
            "(<class 'bytes'>, tuple[int, int], tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]])",
        ),
        (
            "from wit.imports.screen import draw, Pixel\ntry: draw(Pixel((7, 9), b'rgb'))\nexcept ValueError as e: result = e, e.__notes__[0]",
            "(ValueError('expected 4 bytes, found 3'), 'in the field `colour` of `Pixel`')",
        ),
        (
            "from wit.imports.screen import label\ntry: label(('here', (3, 4, 5)))\nexcept ValueError as e: result = e",
            "expected a tuple of 2, found one of 3",
        ),
        (
            "from wit.imports.screen import label\ntry: label(('here', (3, -4)))\nexcept OverflowError as e: result = e, e.__notes__[0]",
            "(OverflowError('-4 does not fit u32 (0..=4294967295)'), 'in item 1 of the list')",
        ),
    ] {
        assert_eq!(
            start().run(program),
            Val::String(expected.to_owned()),
            "{program}"
        );
    }
}

#[test]
fn host_that_does_not_allow_them_says_what_is_missing() {
    let refused = Component::from_file(host().engine(), fixture("colours")).err();
    let refused = format!("{:#}", refused.expect("an error"));
    assert!(refused.contains("fixed-length lists feature"), "{refused}");
}
