//! Python by its C API, without pyo3 and without a standard library on any folder.

use wasmtime::component::Val;
use wlr_libpy::release::RELEASES;

use crate::calls::Session;

fn text(text: &str) -> Val {
    Val::String(text.to_owned())
}

#[test]
fn python_says_hello() {
    let said = crate::calls::call("capi", "hello", &[]);
    let Ok(Val::String(said)) = said else {
        panic!("{said:?}");
    };
    let version = format!("Hello! I'm Python {} (", RELEASES[0].version);
    assert!(said.starts_with(&version), "{said}");
    assert!(said.ends_with(", running on wasi/posix"), "{said}");
}

#[test]
fn expressions_have_values_or_raise_and_the_instance_goes_on() {
    let mut session = Session::start("capi", |_| {});
    for (expression, expected) in [
        ("6 * 7", Ok("42")),
        ("'ä' * 3", Ok("äää")),
        ("1 / 0", Err("ZeroDivisionError: division by zero")),
        (
            "(",
            Err("SyntaxError: '(' was never closed (<string>, line 1)"),
        ),
        ("os", Err("NameError: name 'os' is not defined")),
        (
            "1\0",
            Err("ValueError: an expression cannot contain a null character"),
        ),
        (
            "chr(0xd800)",
            Err(
                "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
            ),
        ),
        // Its text raises the same again.
        (
            "(_ for _ in ()).throw(type('E', (Exception,), {'__str__': lambda self: 1 / 0})())",
            Err("E"),
        ),
        ("sum(range(10**5))", Ok("4999950000")),
    ] {
        let outcome = session.outcome("evaluate", &[text(expression)]);
        let expected = expected.map(text).map_err(text);
        assert_eq!(outcome, expected, "{expression}");
    }
}
