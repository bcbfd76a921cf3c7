//! Recursion without end, through C: an exception with the stack that `wasmtime` gives by default, and not a
//! trap.

use command_test::python;

/// Runs code that recurses or that handles `deep`, a list in a list in a list; tells the exception.
fn raised_by(code: &str) -> String {
    let code = format!(
        "deep = []\nfor _ in range(100_000): deep = [deep]\ntry:\n    {code}\nexcept BaseException as error:\n    print(type(error).__name__)"
    );
    python().prints(&["-c", &code]).trim_end().to_owned()
}

#[test]
fn deep_data_is_an_exception() {
    for code in [
        "repr(deep)",
        "deep == [deep]",
        "import json; json.dumps(deep)",
        "import json; json.loads('[' * 100_000)",
        "import json; json.loads('{\"a\":' * 100_000)",
        "import pickle; pickle.dumps(deep)",
        "import copy; copy.deepcopy(deep)",
        "import re; re.compile('(' * 100_000 + ')' * 100_000)",
        "compile('a' + '.b' * 100_000, '', 'eval')",
        "compile('+'.join('1' * 100_000), '', 'eval')",
    ] {
        assert_eq!(raised_by(code), "RecursionError", "{code}");
    }
}

#[test]
fn source_that_is_too_deep_is_an_exception() {
    for source in [
        "(",
        "[",
        "{1:",
        "f(",
        "a[",
        "-",
        "not ",
        "lambda:",
        "1 if 1 else ",
        "2**",
    ] {
        let code = format!("compile({source:?} * 100_000 + '1', '', 'eval')");
        assert_eq!(raised_by(&code), "MemoryError", "{code}");
    }
}

/// As `docs/how-to/command-line.md` says.
#[test]
fn source_text_may_have_68_lists_in_each_other() {
    let nested = |depth| format!("compile('[' * {depth} + ']' * {depth}, '', 'eval')");
    assert_eq!(raised_by(&nested(68)), "");
    assert_eq!(raised_by(&nested(69)), "MemoryError");
}

#[test]
fn calls_from_c_without_end_are_an_exception() {
    for code in [
        "f = lambda: sorted([1], key=lambda _: f()); f()",
        "f = lambda: list(map(lambda _: f(), [1])); f()",
        "f = lambda: exec('f()', {'f': f}); f()",
        "T = type('T', (), {'__getattr__': lambda self, name: getattr(self, name)}); T().x",
        "T = type('T', (), {'__add__': lambda self, other: self + other}); T() + T()",
        "T = type('T', (), {'__add__': lambda self, other: sum([self], other)}); sum([T()], T())",
        "T = type('T', (), {'__hash__': lambda self: hash(self)}); hash(T())",
        "T = type('T', (), {'__eq__': lambda self, other: self == other}); T() == T()",
        "T = type('T', (), {'__repr__': lambda self: repr(self)}); repr(T())",
        "T = type('T', (), {'__format__': lambda self, _: format(self)}); format(T())",
        "T = type('T', (), {'__new__': lambda cls: cls()}); T()",
        "T = type('T', (), {'__iter__': lambda self: iter(self)}); list(T())",
        "T = type('T', (), {'__len__': lambda self: len(self)}); len(T())",
    ] {
        assert_eq!(raised_by(code), "RecursionError", "{code}");
    }
}
