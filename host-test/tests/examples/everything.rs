//! Every type, in and out: through Python to the host and back. And what Python sees of it.

use std::cell::RefCell;
use std::slice::from_ref;

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Linker, Val};

use super::values::all;
use crate::calls::{Session, State, component};

const ECHO: &str = "wasi-py:everything/echo@0.1.0";
const NAMES: &str = "wasi-py:everything/names@0.1.0";
const TWICE: &str = "wasi-py:everything/twice@0.1.0";
const VIEWS: &str = "wasi-py:everything/views@0.1.0";

/// Starts the component on a host that returns what it is given.
fn start() -> Session {
    Session::start("everything", |linker| {
        for interface in [ECHO, NAMES, TWICE] {
            link_echo(linker, interface);
        }
        for (version, now) in [("1.0.0", Val::U32(7)), ("2.0.0", text("seven"))] {
            let name = format!("wasi-py:clock/clock@{version}");
            let mut clock = linker.instance(&name).expect("an instance");
            let answer = move |_: wasmtime::StoreContextMut<'_, State>,
                               _,
                               _: &[Val],
                               results: &mut [Val]| {
                results[0] = now.clone();
                Ok(())
            };
            clock.func_new("now", answer).expect("links");
        }
        for name in ["exp", "free", "read"] {
            let answer = move |_: wasmtime::StoreContextMut<'_, State>,
                               _,
                               arguments: &[Val],
                               results: &mut [Val]| {
                results[0] = arguments[0].clone();
                Ok(())
            };
            linker.root().func_new(name, answer).expect("links");
        }
    })
}

fn link_echo(linker: &mut Linker<State>, interface: &str) {
    let mut echo = linker.instance(interface).expect("an instance");
    for name in functions(interface) {
        let answer =
            |_: wasmtime::StoreContextMut<'_, State>, _, arguments: &[Val], results: &mut [Val]| {
                match (arguments, results) {
                    ([argument], [result]) => *result = argument.clone(),
                    (arguments, [result]) => *result = text(&format!("{arguments:?}")),
                    _ => {}
                }
                Ok(())
            };
        echo.func_new(&name, answer).expect("links");
    }
}

/// Lists the functions of an interface, as the component exports them.
fn functions(interface: &str) -> Vec<String> {
    let component = component("everything");
    let engine = component.engine().clone();
    let exports = component.component_type();
    let Some(ComponentItem::ComponentInstance(echo)) =
        exports.get_export(&engine, interface).map(|item| item.ty)
    else {
        panic!("`{interface}` is not exported");
    };
    let items = echo.exports(&engine);
    items
        .filter(|(_, item)| matches!(item.ty, ComponentItem::ComponentFunc(_)))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

/// Returns `str(result)` of a program that runs in the app.
fn run(program: &str) -> String {
    match start().call(&format!("{VIEWS}#run"), &[text(program)]) {
        Some(Val::String(result)) => result,
        other => panic!("{other:?}"),
    }
}

/// Calls functions that return what they are given, each with random values.
fn echo_values(interface: &str, names: &[String]) {
    let session = RefCell::new(start());
    for name in names {
        let path = format!("{interface}#{name}");
        let types = session.borrow_mut().parameters(&path);
        let mut runner = TestRunner::new(Config::with_cases(48));
        let outcome = runner.run(&all(types.into_iter()), |values| {
            let returned = session.borrow_mut().call(&path, &values);
            if returned.as_ref() != values.first() {
                return Err(TestCaseError::fail(format!("{returned:?}")));
            }
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_value_of_every_type_comes_back() {
    let mut names = functions(ECHO);
    assert_eq!(names.len(), 34, "{names:?}");
    names.retain(|name| name != "echo-nothing" && name != "echo-many");
    echo_values(ECHO, &names);
}

#[test]
fn names_that_python_or_rust_have_are_names_like_others() {
    let names = functions(NAMES);
    assert_eq!(names.len(), 8, "{names:?}");
    echo_values(NAMES, &names);
}

#[test]
fn what_an_import_returns_can_be_returned_by_an_export_of_the_same_interface() {
    let names = functions(TWICE);
    assert_eq!(names.len(), 6, "{names:?}");
    echo_values(TWICE, &names);
}

/// Exports of the world by names of the C library, zlib and the linker. Each that prints needs the library's
/// `write`, each that is called needs `malloc`, and starting needs the rest.
#[test]
fn names_that_libraries_have_are_names_like_others() {
    let names = [
        "abort", "crc32", "main", "malloc", "memory", "remove", "time", "write",
    ];
    let mut session = start();
    for name in names {
        assert_eq!(session.call(name, &[text(name)]), Some(text(name)));
    }
    let program = "import time, zlib\nresult = zlib.crc32(b'a'), time.time() > 1e9, 2.5 ** 0.5 > 1";
    let returned = session.call(&format!("{VIEWS}#run"), &[text(program)]);
    assert_eq!(returned, Some(text("(3904355907, True, True)")));
}

#[test]
fn more_parameters_than_a_tuple_has_room_for() {
    let mut session = start();
    let point = Val::Record(vec![
        ("x".to_owned(), Val::Float64(0.5)),
        ("y".to_owned(), Val::Float64(-1.0)),
    ]);
    let arguments = [
        Val::U8(1),
        Val::U16(2),
        Val::U32(3),
        Val::U64(u64::MAX),
        Val::S8(-1),
        Val::S16(-2),
        Val::S32(-3),
        Val::S64(i64::MIN),
        Val::Float32(1.5),
        Val::Float64(2.5),
        Val::Char('é'),
        text("l"),
        Val::Bool(true),
        point,
    ];
    let returned = session.call(&format!("{ECHO}#echo-many"), &arguments);
    assert_eq!(returned, Some(text(&format!("{arguments:?}"))));
    assert_eq!(session.call(&format!("{ECHO}#echo-nothing"), &[]), None);
}

#[test]
fn two_versions_of_a_package_are_two_modules() {
    let clocks = Val::Tuple(vec![Val::U32(7), text("seven")]);
    assert_eq!(start().call("clocks", &[]), Some(clocks));
}

#[test]
fn values_print_compare_and_match_as_in_python() {
    let corner = Val::Record(vec![
        ("x".to_owned(), Val::Float64(1.0)),
        ("y".to_owned(), Val::Float64(2.0)),
    ]);
    let polygon = Val::Record(vec![
        ("name".to_owned(), text("line")),
        (
            "corners".to_owned(),
            Val::List(vec![corner.clone(), corner]),
        ),
        ("colour".to_owned(), Val::Enum("red".to_owned())),
        ("hint".to_owned(), Val::Option(None)),
    ]);
    let shape = Val::Variant("polygon".to_owned(), Some(Box::new(polygon)));
    let described = start().call(&format!("{VIEWS}#describe"), &[shape]);
    let repr = "ShapePolygon(Polygon(name='line', corners=[Point(x=1.0, y=2.0), Point(x=1.0, y=2.0)], \
                colour=<Colour.RED: 0>, hint=None))";
    let expected = Val::Tuple(vec![text(repr), text("line, red, 2 corners")]);
    assert_eq!(described, Some(expected));
}

/// Programs, and what they leave in `result`.
const PROGRAMS: &[(&str, &str)] = &[
    // Records.
    (
        "from wit.imports.shapes import Point\nresult = Point(1, 2) == Point(1.0, 2.0) != Point(2, 1)",
        "True",
    ),
    (
        "from wit.imports.shapes import Point\nresult = Point(1, 2) == (1, 2)",
        "False",
    ),
    (
        "from wit.imports.shapes import Point\np = Point(x=1, y=2)\np.x = 5\nresult = p",
        "Point(x=5, y=2)",
    ),
    (
        "import copy\nfrom wit.imports.shapes import Point\nresult = copy.deepcopy(Point(1, 2))",
        "Point(x=1, y=2)",
    ),
    (
        "from wit.imports.shapes import Awkward\nresult = Awkward('f', 1, True, None, b'c')",
        "Awkward(from_='f', type=1, self_=True, none=None, class_=b'c')",
    ),
    (
        "from wit.imports.shapes import Polygon, Colour\nresult = Polygon('p', [], Colour.RED).hint",
        "None",
    ),
    (
        "from wit.imports.shapes import Point\ntry: {Point(1, 2)}\nexcept TypeError as e: result = e",
        "unhashable type: 'wit.imports.shapes.Point'",
    ),
    (
        "from wit.imports.shapes import Point\nresult = Point.__match_args__, Point.__module__",
        "(('x', 'y'), 'wit.imports.shapes')",
    ),
    // Enums and flags.
    (
        "from wit.imports.shapes import Colour\nresult = list(Colour)",
        "[<Colour.RED: 0>, <Colour.GREEN: 1>, <Colour.BLUE_GREEN: 2>]",
    ),
    (
        "import enum\nfrom wit.imports.shapes import Colour, Permissions\nresult = issubclass(Colour, enum.Enum) and issubclass(Permissions, enum.Flag)",
        "True",
    ),
    (
        "from wit.imports.shapes import Permissions as P\nfrom wit.imports.echo import echo_permissions\nresult = echo_permissions(P.READ | P.EXECUTE_ALL) == P.READ | P.EXECUTE_ALL",
        "True",
    ),
    // Variants.
    (
        "from wit.imports.shapes import ShapeCircle, ShapeNone\nresult = ShapeCircle(1.0) == ShapeCircle(1), ShapeNone() == ShapeNone(), ShapeNone() == ShapeCircle(1)",
        "(True, True, False)",
    ),
    (
        "from wit.imports.shapes import Shape, ShapeCircle\nresult = isinstance(ShapeCircle(1.0), Shape), hash(ShapeCircle(1.0)) == hash(ShapeCircle(1.0))",
        "(True, True)",
    ),
    (
        "from wit.imports import echo, shapes\nresult = echo.Form is shapes.Shape or echo.FormCircle is shapes.ShapeCircle",
        "True",
    ),
    // The same interface on both sides has the same classes.
    (
        "import wit.imports.echo as i, wit.exports.echo as e\nresult = i.Point is e.Point",
        "True",
    ),
    (
        "import wit.imports.twice as i, wit.exports.twice as e\nnames = 'Mark', 'Side', 'Edges', 'Change', 'ChangeMarked', 'ChangeUndone', 'ChangeException'\nresult = all(getattr(i, name) is getattr(e, name) for name in names) and i.Changes == e.Changes",
        "True",
    ),
    (
        "from wit.exports.twice import Mark\nimport pickle\nresult = pickle.loads(pickle.dumps(Mark(None))), Mark",
        "(Mark(at=None, label=None), <class 'wit.imports.twice.Mark'>)",
    ),
    // Types with a name and no class.
    (
        "from wit.imports import echo, shapes\nresult = shapes.Names, echo.Names == shapes.Names, shapes.Nest.__origin__",
        "(list[str], True, <class 'list'>)",
    ),
    (
        "from wit.types import Err, Ok, Some\nresult = Some[int] | None, Ok[int] | Err[str]",
        "(wit.types.Some[int] | None, wit.types.Ok[int] | wit.types.Err[str])",
    ),
    // Options of options, results in values.
    (
        "from wit.imports.echo import echo_options as o\nfrom wit.types import Some\nresult = o(None), o(Some(None)), o(Some(Some(3)))",
        "(None, Some(None), Some(Some(3)))",
    ),
    (
        "from wit.imports.echo import echo_results as r\nfrom wit.types import Ok, Err\nresult = r([Ok(1), Err('x')])",
        "[Ok(1), Err('x')]",
    ),
    (
        "from wit.imports.echo import echo_bare_results as r\nfrom wit.imports.shapes import Colour\nfrom wit.types import Ok, Err\nresult = r((Ok(), Err(), Err(Colour.RED)))",
        "(Ok(None), Err(None), Err(<Colour.RED: 0>))",
    ),
    // Errors of imports are exceptions.
    (
        "from wit.imports import echo\nfrom wit.imports.shapes import ShapeCircle, ShapeException\nfrom wit.types import Err, Ok\ntry: echo.echo_failure(Err(ShapeCircle(2)))\nexcept ShapeException as e: result = repr(e), e.value, isinstance(e, Err)",
        "('ShapeException(ShapeCircle(2.0))', ShapeCircle(2.0), True)",
    ),
    (
        "from wit.imports import echo\nfrom wit.types import Err, Ok\ntry: echo.echo_text_failure(Err('no'))\nexcept Err as e: result = str(e), e.value",
        "('no', 'no')",
    ),
    (
        "from wit.imports import echo\nfrom wit.types import Err, Ok\ntry: echo.echo_bare_failure(Err())\nexcept Err as e: result = e.value",
        "None",
    ),
    (
        "from wit.imports import echo\nfrom wit.types import Ok\nresult = echo.echo_failure(Ok('fine'))",
        "fine",
    ),
    // Bytes.
    (
        "from wit.imports.echo import echo_bytes as b\nresult = b(b'a'), b(bytearray(b'b')), b(memoryview(b'c')), b([100])",
        "(b'a', b'b', b'c', b'd')",
    ),
    // What does not fit.
    (
        "from wit.imports.echo import echo_u8\ntry: echo_u8(256)\nexcept OverflowError as e: result = e, e.__notes__",
        "(OverflowError('256 does not fit u8 (0..=255)'), ['in the argument `value` of `echo_u8`'])",
    ),
    (
        "from wit.imports.echo import echo_s64\ntry: echo_s64(-2**63 - 1)\nexcept OverflowError as e: result = e",
        "-9223372036854775809 does not fit s64 (-9223372036854775808..=9223372036854775807)",
    ),
    (
        "from wit.imports.echo import echo_u32\ntry: echo_u32(10**5000)\nexcept OverflowError as e: result = e",
        "of this size does not fit u32 (0..=4294967295)",
    ),
    (
        "from wit.imports.echo import echo_u32\ntry: echo_u32('1')\nexcept TypeError as e: result = e",
        "expected an int, found `str`",
    ),
    (
        "from wit.imports.echo import echo_u32\ntry: echo_u32(1.0)\nexcept TypeError as e: result = e",
        "expected an int, found `float`",
    ),
    (
        "from wit.imports.echo import echo_f32\ntry: echo_f32(1e39)\nexcept OverflowError as e: result = e",
        "1e39 does not fit f32",
    ),
    (
        "from wit.imports.echo import echo_f64\ntry: echo_f64('1')\nexcept TypeError as e: result = e",
        "expected a float, found `str`",
    ),
    (
        "from wit.imports.echo import echo_bool\ntry: echo_bool(1)\nexcept TypeError as e: result = e",
        "expected a bool, found `int`",
    ),
    (
        "from wit.imports.echo import echo_char\ntry: echo_char('ab')\nexcept ValueError as e: result = e",
        "expected a str of one character, found one of 2",
    ),
    (
        "from wit.imports.echo import echo_string\ntry: echo_string('\\ud800')\nexcept UnicodeEncodeError as e: result = e.reason",
        "surrogates not allowed",
    ),
    (
        "from wit.imports.echo import echo_names\ntry: echo_names('abc')\nexcept TypeError as e: result = e",
        "expected a list, found `str`",
    ),
    (
        "from wit.imports.echo import echo_names\ntry: echo_names(['a', 1])\nexcept TypeError as e: result = e, e.__notes__",
        "(TypeError('expected a str, found `int`'), ['in item 1 of the list', 'in the argument `value` of `echo_names`'])",
    ),
    (
        "from wit.imports.echo import echo_bytes\ntry: echo_bytes('abc')\nexcept TypeError as e: result = e",
        "expected bytes, found `str`",
    ),
    (
        "from wit.imports.echo import echo_tuple\ntry: echo_tuple((1, 'a'))\nexcept ValueError as e: result = e",
        "expected a tuple of 3, found one of 2",
    ),
    (
        "from wit.imports.echo import echo_options\ntry: echo_options(3)\nexcept TypeError as e: result = e",
        "expected `None` or a `wit.types.Some`, found `int`",
    ),
    (
        "from wit.imports.echo import echo_colour\ntry: echo_colour(0)\nexcept TypeError as e: result = e",
        "expected `wit.imports.shapes.Colour`, found `int`",
    ),
    (
        "from wit.imports.echo import echo_permissions\ntry: echo_permissions(1)\nexcept TypeError as e: result = e",
        "expected `wit.imports.shapes.Permissions`, found `int`",
    ),
    (
        "from wit.imports.echo import echo_form\ntry: echo_form(None)\nexcept TypeError as e: result = e",
        "expected a case of `wit.imports.shapes.Shape`, found `NoneType`",
    ),
    (
        "from wit.imports.echo import echo_point\nfrom wit.imports.shapes import Point\ntry: echo_point(Point('1', 2))\nexcept TypeError as e: result = e, e.__notes__",
        "(TypeError('expected a float, found `str`'), ['in the field `x` of `Point`', 'in the argument `value` of `echo_point`'])",
    ),
    // Nested, cyclic, and lying about its length.
    (
        "from wit.imports.echo import echo_nest\nfrom wit.types import Ok\nv = Ok(7)\nfor _ in range(4):\n nest = [(v,)]\n v = Ok(nest)\nresult = echo_nest(nest) == nest",
        "True",
    ),
    (
        "from wit.imports.echo import echo_nest\nfrom wit.types import Ok\nv = Ok(256)\nfor _ in range(4):\n nest = [(v,)]\n v = Ok(nest)\ntry: echo_nest(nest)\nexcept OverflowError as e: result = e, e.__notes__",
        "(OverflowError('256 does not fit u8 (0..=255)'), ['in item 0 of the list', 'in item 0 of the list', 'in item 0 of the list', 'in item 0 of the list', 'in the argument `value` of `echo_nest`'])",
    ),
    (
        "from wit.imports.echo import echo_nest\nfrom wit.types import Ok\nv = []\nv.append((Ok(v),))\ntry: echo_nest(v)\nexcept TypeError as e: result = e, len(e.__notes__)",
        "(TypeError('expected an int, found `list`'), 5)",
    ),
    (
        "from wit.imports.echo import echo_lists\nv = []\nv.append(v)\ntry: echo_lists(v)\nexcept TypeError as e: result = e, e.__notes__",
        "(TypeError('expected an int, found `list`'), ['in item 0 of the list', 'in item 0 of the list', 'in the argument `value` of `echo_lists`'])",
    ),
    (
        "from wit.imports.echo import echo_lists\nv = []\nfor _ in range(10**5): v = [v]\ntry: echo_lists(v)\nexcept TypeError as e: result = e",
        "expected an int, found `list`",
    ),
    (
        "from wit.imports.echo import echo_point\nfrom wit.imports.shapes import Point\np = Point(1, 2)\np.x = p\ntry: echo_point(p)\nexcept TypeError as e: result = e, e.__notes__[0]",
        "(TypeError('expected a float, found `wit.imports.shapes.Point`'), 'in the field `x` of `Point`')",
    ),
    (
        "from wit.imports.shapes import Point\np = Point(1, 2)\np.x = p\ntry: repr(p)\nexcept RecursionError: result = 'too deep'",
        "too deep",
    ),
    (
        "from wit.imports.echo import echo_names\nclass Endless(list):\n def __len__(self): return 2\n def __iter__(self):\n  while True: yield 'x'\ntry: echo_names(Endless())\nexcept ValueError as e: result = e, e.__notes__",
        "(ValueError('expected 2 items, as `len()` says, found more'), ['in the argument `value` of `echo_names`'])",
    ),
    (
        "import sys\nfrom wit.imports.echo import echo_names\nclass Endless(list):\n def __len__(self): return sys.maxsize\n def __iter__(self):\n  while True: yield 'x'\ntry: echo_names(Endless())\nexcept MemoryError as e: result = e",
        "no room for 2147483647 items",
    ),
    (
        "from wit.imports.echo import echo_names\nclass Short(list):\n def __len__(self): return 9\ntry: echo_names(Short('ab'))\nexcept ValueError as e: result = e",
        "expected 9 items, as `len()` says, found 2",
    ),
    (
        "from wit.imports.echo import echo_names\nclass Broken(list):\n def __iter__(self): return 1\ntry: echo_names(Broken('ab'))\nexcept TypeError as e: result = e",
        "iter() returned non-iterator of type 'int'",
    ),
    (
        "import collections\nfrom wit.imports.echo import echo_names\nresult = echo_names(collections.UserList('ab')), echo_names(('c',)), echo_names(collections.deque('d'))",
        "(['a', 'b'], ['c'], ['d'])",
    ),
    // Names.
    (
        "from wit.imports import names\nresult = names.str('x'), names.list(['a']), names.import_(names.Enum.NONE), names.none(names.AnyOk()), names.property(names.Flags.ANY)",
        "('x', ['a'], <Enum.NONE: 2>, AnyOk(), <Flags.ANY: 1>)",
    ),
    (
        "from wit.imports import names\nresult = names.class_(names.Protocol(list=b'', int=1, str='s', bool=True, tuple=(1, 't'), builtins=None))",
        "Protocol(list=b'', int=1, str='s', bool=True, tuple=(1, 't'), builtins=None)",
    ),
    (
        "from wit.imports.echo import echo_u8\ntry: echo_u8(1, 2)\nexcept TypeError as e: result = e",
        "echo_u8() takes 1 positional arguments but 2 were given",
    ),
    (
        "from wit.imports.echo import echo_u8\nresult = echo_u8(value=3)",
        "3",
    ),
];

#[test]
fn python_sees_what_a_python_programmer_expects() {
    let mut session = start();
    let path = format!("{VIEWS}#run");
    let results = PROGRAMS.iter().map(|(program, expected)| {
        let result = session.try_call(&path, &[text(program)]);
        if result.is_err() {
            let stderr = session.stderr();
            session = start();
            return Some(format!("{program}\n{stderr}"));
        }
        let result = result.ok().flatten();
        (result != Some(text(expected))).then(|| format!("{program}\n{result:?}\n{expected}"))
    });
    let wrong: Vec<String> = results.flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn exception_that_cannot_be_returned_traps_with_its_traceback() {
    let mut session = start();
    let trap = session.try_call(&format!("{VIEWS}#run"), &[text("result = 1 / 0")]);
    assert!(trap.is_err(), "{trap:?}");
    let stderr = session.stderr();
    assert!(
        stderr.contains("ZeroDivisionError: division by zero"),
        "{stderr}"
    );
    assert!(stderr.contains("exec(program, names)"), "{stderr}");
}

#[test]
fn a_million_items_cross_the_border() {
    let mut session = start();
    let bytes = Val::List(vec![Val::U8(7); 1_000_000]);
    let returned = session.call(&format!("{ECHO}#echo-bytes"), from_ref(&bytes));
    assert!(returned == Some(bytes));
    let lists = Val::List(vec![Val::List(vec![]); 1_000_000]);
    let returned = session.call(&format!("{ECHO}#echo-lists"), from_ref(&lists));
    assert!(returned == Some(lists));
}

#[test]
fn module_that_is_not_in_the_world_is_not_there() {
    let program = "try: import wit.imports.nothing\nexcept ModuleNotFoundError as e: result = e";
    assert_eq!(run(program), "No module named 'wit.imports.nothing'");
}
