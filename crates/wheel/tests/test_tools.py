"""Functions of Python that sources call."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pytest

from wasi_py_host import Limits, RaisedError, Sandbox, TimeLimitError, ToolFailedError


def add(a: int, b: int = 1, *, sign: Literal["+", "-"] = "+") -> int:
    """Adds.

    Or takes away.
    """
    return a + b if sign == "+" else a - b


def test_tool_is_a_function_with_its_signature_and_docstring() -> None:
    sandbox = Sandbox(tools=[add])
    source = "import inspect\n(add(1), add(b=2, a=3), add(5, 2, sign='-'), str(inspect.signature(add)), add.__doc__)"
    signature = "(a: int, b: int = 1, *, sign: Literal['+', '-'] = '+') -> int"
    assert sandbox.run(source).value == (2, 5, 3, signature, "Adds.\n\nOr takes away.")


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (Any, "Any"),
        (object, "Any"),
        (None, "None"),
        (bool, "bool"),
        (float | None, "float | None"),
        (bytes, "bytes"),
        (list, "list[Any]"),
        (list[str], "list[str]"),
        (Sequence[int], "list[int]"),
        (tuple[int, str], "tuple[int, str]"),
        (tuple[int, ...], None),
        (set[int], "set[int]"),
        (dict[str, list[int]], "dict[str, list[int]]"),
        (Mapping[str, int], "dict[str, int]"),
        (Literal[1, "a"], "Literal[1, 'a']"),
        (Callable[[], int], None),
        (range, None),
    ],
    ids=str,
)
def test_annotation_is_the_kind_of_the_arguments(annotation: Any, shown: str | None) -> None:
    def tool(given):  # type: ignore[no-untyped-def]
        return given

    tool.__annotations__["given"] = annotation
    if shown is None:
        with pytest.raises(TypeError, match="`given` of `tool`"):
            Sandbox(tools=[tool])
    else:
        source = "import inspect\nstr(inspect.signature(tool).parameters['given'].annotation)"
        assert Sandbox(tools=[tool]).run(source).value == shown


def test_tool_gets_only_what_its_annotations_say() -> None:
    calls = []

    def take(names: list[str], count: int) -> None:
        calls.append((names, count))

    sandbox = Sandbox(tools=[take])
    for wrong in (
        "take(['a'], '1')",
        "take(['a'], True)",
        "take([1], 1)",
        "take(('a',), 1)",
        "take(['a'], count=None)",
    ):
        with pytest.raises(ToolFailedError) as raised:
            sandbox.run(wrong)
        assert raised.value.type_name == "TypeError"
    for wrong in ("take(['a'])", "take(['a'], 1, 2)", "take(names=['a'], number=1)"):
        with pytest.raises(RaisedError):
            sandbox.run(wrong)
    assert calls == []
    sandbox.run("take(['a'], 1)")
    assert calls == [(["a"], 1)]


def test_tool_that_raises_can_be_caught_or_is_the_failure() -> None:
    def fail(word: str) -> None:
        raise LookupError(f"no {word}")

    sandbox = Sandbox(tools=[fail])
    caught = "try:\n    fail('x')\nexcept ToolError as error:\n    caught = str(error), error.type_name\ncaught"
    assert sandbox.run(caught).value == ("no x", "LookupError")
    with pytest.raises(ToolFailedError) as raised:
        sandbox.run("\nfail('y')")
    assert (raised.value.type_name, raised.value.message, raised.value.line) == ("LookupError", "no y", 2)


def test_value_that_a_tool_cannot_return_is_its_error() -> None:
    def odd() -> object:
        return object()

    with pytest.raises(ToolFailedError) as raised:
        Sandbox(tools=[odd]).run("odd()")
    assert raised.value.type_name == "TypeError"


def test_tool_that_is_not_there_is_an_ordinary_name(sandbox: Sandbox) -> None:
    with pytest.raises(RaisedError) as raised:
        sandbox.run("add(1)")
    assert raised.value.type_name == "NameError"


def test_interrupt_of_a_tool_reaches_the_caller() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Sandbox(tools=[interrupt]).run("while True:\n    try: interrupt()\n    except BaseException: pass")


def test_tool_may_run_another_source() -> None:
    def inner(source: str) -> Any:
        return Sandbox(tools=[add]).run(source).value

    assert Sandbox(tools=[inner]).run("inner('add(1)') + 1").value == 3


def test_time_of_a_tool_counts() -> None:
    sandbox = Sandbox(tools=[pause], limits=Limits(time_s=0.1))
    with pytest.raises(TimeLimitError):
        sandbox.run("while True: pause(0.05)")


def pause(seconds: float) -> None:
    time.sleep(seconds)


@pytest.mark.parametrize("name", ["*args: int", "**names: int", "a: int, /"])
def test_parameters_that_have_no_name_are_refused(name: str) -> None:
    names: dict[str, Any] = {}
    exec(f"def tool({name}): ...", names)
    with pytest.raises(TypeError, match="cannot be given by name"):
        Sandbox(tools=[names["tool"]])


def test_lambda_has_no_name() -> None:
    with pytest.raises(TypeError, match="no name"):
        Sandbox(tools=[lambda: 1])


def test_default_that_is_no_value_is_refused() -> None:
    def tool(a: Any = object()) -> None:  # noqa: B008
        ...

    with pytest.raises(TypeError, match="no value in the sandbox"):
        Sandbox(tools=[tool])
