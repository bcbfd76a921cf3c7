"""Sources that run, and those that fail."""

import builtins
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from wit.exports.sandbox import Failure, FailureException, FailureKind, File, Input, Options, Outcome, Wheel
from wit.imports import tools
from wit.imports.tools import Parameter, Tool, ToolError, ToolErrorException
from wit.imports.values import Node

import _wasi_py_copy
from sandbox_app import _folder, _options, sandbox
from sandbox_app._values import Writer, read


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(_folder, "FOLDER", str(tmp_path / "work"))
    monkeypatch.setattr(sandbox, "FOLDER", str(tmp_path / "work"))
    monkeypatch.setattr(_options, "WHEELS", str(tmp_path / "wheels"))
    monkeypatch.setattr(sys, "path", [*sys.path])
    streams, main, folder = (sys.stdout, sys.stderr), sys.modules["__main__"], os.getcwd()
    yield
    sys.stdout, sys.stderr = streams
    sys.modules["__main__"] = main
    os.chdir(folder)


def options(**changes: object) -> Options:
    plain = Options([], [], [], 1_000, 10_000, 1_000, False)
    for name, value in changes.items():
        setattr(plain, name, value)
    return plain


def nodes(value: object) -> list[Node]:
    return Writer(10_000).nodes(value)


def run(source: str, **inputs: object) -> Outcome:
    given = [Input(name, nodes(value)) for name, value in inputs.items()]
    return sandbox.run(source, given, options())


def fail(source: str, **changes: object) -> Failure:
    with pytest.raises(FailureException) as raised:
        sandbox.run(source, [], options(**changes))
    return raised.value.value


def value(outcome: Outcome) -> object:
    return read(outcome.value)


def test_value_is_that_of_the_last_expression() -> None:
    assert value(run("a = 1\na + 1")) == 2
    assert value(run("a = 1")) is None
    assert value(run("'text'")) == "text"
    assert value(run("")) is None


def test_inputs_are_names() -> None:
    assert value(run("sum(numbers) + more", numbers=[1, 2], more=3)) == 6


def test_output_is_kept_apart() -> None:
    outcome = run("import sys\nprint('a', 1)\nprint('b', file=sys.stderr)\nsys.stdout.buffer.write(b'c')")
    assert outcome.printed.stdout == "a 1\nc"
    assert outcome.printed.stderr == "b\n"


def test_source_is_a_main_module() -> None:
    source = "import sys\nclass A: ...\n(__name__, A.__module__, sys.modules['__main__'].A is A)"
    assert value(run(source)) == ("__main__", "__main__", True)


def test_namespaces_are_apart() -> None:
    run("name = 1")
    assert fail("name").type_name == "NameError"


def test_session_keeps_names() -> None:
    session = sandbox.Session(options())
    session.run("def double(x): return 2 * x", [])
    assert value(session.run("double(y)", [Input("y", nodes(4))])) == 8
    with pytest.raises(FailureException):
        session.run("double(None) + double", [])
    assert value(session.run("double(y)", [])) == 8


def test_traceback_shows_lines_of_the_source_alone() -> None:
    failure = fail("def f(x):\n    return 1 / x\n\nprint('before')\nf(0)")
    assert failure.kind is FailureKind.RAISED
    assert (failure.type_name, failure.message, failure.line) == ("ZeroDivisionError", "division by zero", 2)
    assert failure.traceback.startswith('Traceback (most recent call last):\n  File "<sandbox>", line 5, in <module>\n')
    assert "    return 1 / x\n" in failure.traceback
    assert "sandbox_app" not in failure.traceback
    assert failure.printed.stdout == "before\n"


def test_traceback_of_a_session_shows_each_source() -> None:
    session = sandbox.Session(options())
    session.run("def f(): raise KeyError('x')", [])
    with pytest.raises(FailureException) as raised:
        session.run("\nf()", [])
    failure: Failure = raised.value.value
    assert 'File "<sandbox 2>", line 2, in <module>\n    f()\n' in failure.traceback
    assert 'File "<sandbox>", line 1, in f\n    def f(): raise' in failure.traceback


def test_source_that_does_not_compile() -> None:
    failure = fail("a = 1\nif a\n    pass")
    assert (failure.kind, failure.type_name, failure.line) == (FailureKind.SYNTAX, "SyntaxError", 2)
    assert failure.message == "expected ':'"
    assert "    if a\n" in failure.traceback
    assert fail("a = '\0'").kind is FailureKind.SYNTAX
    assert fail("(" * 1000).kind is FailureKind.SYNTAX


def test_syntax_error_that_the_source_raises_is_its_own() -> None:
    failure = fail("\neval('1 +')")
    assert (failure.kind, failure.line) == (FailureKind.RAISED, 2)


def test_compile_only_does_not_run() -> None:
    sandbox.compile_only("raise ValueError")
    with pytest.raises(FailureException) as raised:
        sandbox.compile_only("1 +")
    assert raised.value.value.kind is FailureKind.SYNTAX


def test_exit_is_told_with_its_code() -> None:
    failure = fail("import sys\nsys.exit(3)")
    assert (failure.kind, failure.message, failure.line) == (FailureKind.EXITED, "3", 2)


@pytest.mark.parametrize("source", ["while True: print('x' * 100)", "print('x' * 5000)", "print('x' * 5000, end='')"])
def test_too_much_output_is_a_failure_with_what_fits(source: str) -> None:
    failure = fail("\n" + source)
    assert failure.kind is FailureKind.OUTPUT_LIMIT
    assert failure.message == "the source printed more than 1000 bytes"
    assert len(failure.printed.stdout) == 1_000


def test_too_much_output_cannot_be_caught_away() -> None:
    source = "for _ in range(100):\n    try: print('x' * 100)\n    except BaseException: pass\n1"
    assert fail(source).kind is FailureKind.OUTPUT_LIMIT


def test_deep_recursion_is_a_failure_with_its_line() -> None:
    failure = fail("def f(n):\n    return f(n + 1)\nf(0)")
    assert (failure.kind, failure.line) == (FailureKind.RECURSION_LIMIT, 2)


def test_recursion_is_as_deep_as_is_said() -> None:
    source = "def f(n): return 0 if n == 0 else 1 + f(n - 1)\nf({})"
    assert value(sandbox.run(source.format(80), [], options(recursion=100))) == 80
    assert fail(source.format(120), recursion=100).kind is FailureKind.RECURSION_LIMIT
    assert value(sandbox.run(source.format(2_500), [], options(recursion=3_000))) == 2_500


def test_value_that_is_too_large_is_a_failure() -> None:
    assert fail("'x' * 20_000").kind is FailureKind.VALUE_LIMIT
    assert fail("a = []\na.append(a)\na").kind is FailureKind.VALUE_LIMIT


def test_value_that_has_no_form_is_a_failure() -> None:
    failure = fail("class Point: ...\nPoint()")
    assert failure.kind is FailureKind.VALUE_KIND
    assert failure.message == "no value outside of the sandbox stands for a `Point`"


def test_streams_that_were_closed_or_broken_are_there_again() -> None:
    session = sandbox.Session(options())
    session.run("import sys\nsys.stdout.close()\nsys.stderr.detach()\nNone", [])
    printed = session.run("print('a')\nprint('b', file=sys.stderr)", []).printed
    assert (printed.stdout, printed.stderr) == ("a\n", "b\n")


def test_exception_that_cannot_be_printed_is_a_failure() -> None:
    source = "class Bad(Exception):\n    def __str__(self): raise ValueError\nraise Bad"
    failure = fail(source)
    assert (failure.type_name, failure.message, failure.line) == ("Bad", "", 3)


def test_half_characters_are_told_by_their_numbers() -> None:
    assert fail("raise ValueError('\\ud800')").message == "\\ud800"


ADD = Tool(
    "add",
    "Adds.",
    [Parameter("a", "int", None, False), Parameter("b", "int", "1", False), Parameter("exact", "bool", "False", True)],
    "int",
)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The calls of the tool `add`."""
    made: list[object] = []

    def call(name: str, arguments: list[Node]) -> list[Node]:
        given = read(arguments)
        made.append((name, given))
        assert isinstance(given, dict)
        if given["a"] < 0:
            raise ToolErrorException(ToolError("NegativeError", "it is negative"))
        return nodes(given["a"] + given.get("b", 1))

    monkeypatch.setattr(tools, "call", call)
    return made


def test_tool_is_a_function(calls: list[object]) -> None:
    source = "(add(1), add(1, 2), add(b=3, a=4, exact=True))"
    assert value(sandbox.run(source, [], options(tools=[ADD]))) == (2, 3, 7)
    assert calls == [
        ("add", {"a": 1}),
        ("add", {"a": 1, "b": 2}),
        ("add", {"b": 3, "a": 4, "exact": True}),
    ]


def test_tool_has_a_signature_and_documentation() -> None:
    source = "import inspect\n(str(inspect.signature(add)), add.__doc__, add.__name__)"
    signature = "(a: int, b: int = 1, *, exact: bool = False) -> int"
    assert value(sandbox.run(source, [], options(tools=[ADD]))) == (signature, "Adds.", "add")


def test_wrong_arguments_of_a_tool_are_a_type_error(calls: list[object]) -> None:
    for call in ["add()", "add(1, 2, 3)", "add(1, c=2)", "add(object())"]:
        failure = fail(call, tools=[ADD])
        assert (failure.kind, failure.type_name) == (FailureKind.RAISED, "TypeError")
    assert calls == []


def test_tool_that_fails_can_be_caught(calls: list[object]) -> None:
    source = "try: add(-1)\nexcept ToolError as error: result = (error.type_name, str(error))\nresult"
    assert value(sandbox.run(source, [], options(tools=[ADD]))) == ("NegativeError", "it is negative")


def test_tool_that_fails_is_a_failure_of_its_own(calls: list[object]) -> None:
    failure = fail("\nadd(-1)", tools=[ADD])
    assert (failure.kind, failure.line) == (FailureKind.TOOL, 2)
    assert (failure.type_name, failure.message) == ("NegativeError", "it is negative")


def test_files_go_in_and_out() -> None:
    source = """
import json, os
prices = json.load(open("data/prices.json"))
os.mkdir("made")
open("made/total.txt", "w").write(str(sum(prices)))
open("same.txt").read()
"""
    given = [File("data/prices.json", json.dumps([1, 2]).encode()), File("same.txt", b"same")]
    outcome = sandbox.run(source, [], options(files=given))
    assert value(outcome) == "same"
    assert outcome.files == [File("made/total.txt", b"3")]


def test_session_tells_of_each_change_once() -> None:
    session = sandbox.Session(options())
    assert session.run("open('a', 'w').write('1')", []).files == [File("a", b"1")]
    assert session.run("open('a').read()", []).files == []
    assert session.run("open('a', 'w').write('22')", []).files == [File("a", b"22")]


def test_files_that_are_too_large_are_a_failure() -> None:
    assert fail("open('a', 'w').write('x' * 20_000)").kind is FailureKind.VALUE_LIMIT


def wheel() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("handed_in/__init__.py", "def f():\n    return 'from a wheel'\n")
    return archive.getvalue()


def test_wheel_is_imported_from_memory() -> None:
    given = Wheel("handed_in-1.0-py3-none-any.whl", wheel())
    assert value(sandbox.run("import handed_in\nhanded_in.f()", [], options(wheels=[given]))) == "from a wheel"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"files": [File("../a", b"")]}, "is not in the working folder"),
        ({"files": [File("/a", b"")]}, "is not in the working folder"),
        ({"files": [File("", b"")]}, "is not in the working folder"),
        ({"wheels": [Wheel("a-1-cp313-cp313-linux_x86_64.whl", b"")]}, "is not a wheel without native code"),
        ({"wheels": [Wheel("../a-1-py3-none-any.whl", b"")]}, "is not a wheel without native code"),
        ({"tools": [Tool("a b", "", [], "")]}, "`a b` is not a name"),
        ({"tools": [Tool("a", "", [Parameter("b c", "", None, False)], "")]}, "a tool cannot be made"),
    ],
)
def test_options_that_cannot_be_used_are_a_failure(changes: dict[str, object], message: str) -> None:
    failure = fail("1", **changes)
    assert failure.kind is FailureKind.OPTIONS
    assert message in failure.message


@pytest.mark.parametrize("name", ["a b", "1", "", "class"])
def test_input_needs_a_name(name: str) -> None:
    with pytest.raises(FailureException) as raised:
        sandbox.run("1", [Input(name, nodes(1))], options())
    assert raised.value.value.kind is FailureKind.OPTIONS


@pytest.mark.parametrize(
    "body",
    [
        "    def __str__(self):\n        raise SystemExit",
        "    def __getattribute__(self, name):\n        raise ValueError(name)",
        "    @property\n    def __traceback__(self):\n        raise KeyboardInterrupt",
        "    @property\n    def __class__(self):\n        raise MemoryError",
    ],
)
def test_exception_whose_own_methods_raise_is_told(body: str) -> None:
    failure = fail(f"class Own(Exception):\n{body}\n\nraise Own('x')")
    assert (failure.kind, failure.type_name, failure.line) == (FailureKind.RAISED, "Own", 4 + body.count("\n"))


def test_exception_whose_class_raises_is_told() -> None:
    meta = "class Meta(type):\n    def __getattribute__(cls, name):\n        raise ValueError(name)\n"
    failure = fail(f"{meta}class Own(Exception, metaclass=Meta): pass\nraise Own('x')")
    assert (failure.kind, failure.type_name, failure.line) == (FailureKind.RAISED, "Own", 5)


def test_source_without_builtin_functions_fails_as_others_do() -> None:
    namespace = vars(builtins)
    kept = namespace.copy()
    try:
        failure = fail("import builtins\ndel builtins.sum, builtins.issubclass, builtins.str\nsum([1])")
    finally:
        namespace.update(kept)
    assert (failure.kind, failure.type_name, failure.line) == (FailureKind.RAISED, "NameError", 3)


def test_session_that_was_prepared_to_be_saved_goes_on_under_other_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wasi_py_copy, "prepare", list)
    session = sandbox.Session(options(files=[File("in.txt", b"in")]))
    session.run("x = open('in.txt').read()", [])
    session.prepare_to_save()
    again = sandbox.Session.restored(options(value_bytes=20))
    assert value(again.run("len(x)", [])) == 2
    with pytest.raises(FailureException) as raised:
        again.run("x * 100", [])
    assert raised.value.value.kind is FailureKind.VALUE_LIMIT


def test_what_is_open_is_named(tmp_path: Path) -> None:
    session = sandbox.Session(options())
    session.run("file = open('data.txt', 'w')", [])
    with pytest.raises(FailureException) as raised:
        session.prepare_to_save()
    failure = raised.value.value
    assert failure.kind is FailureKind.UNSAVABLE
    assert "file 'data.txt'" in failure.message
    session.run("file.close()", [])


def test_session_that_nobody_has_saved_is_not_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_saved", [])
    with pytest.raises(FailureException) as raised:
        sandbox.Session.restored(options())
    assert raised.value.value.kind is FailureKind.OPTIONS
