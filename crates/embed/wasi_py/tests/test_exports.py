"""Whether an app is told what it lacks."""

import asyncio
import functools
import types
from collections.abc import AsyncIterator, Generator, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from _wasi_py_exports import check


def module(**names: Any) -> Any:
    return SimpleNamespace(__name__="an_app", **names)


def complaint(names: dict[str, Any], path: tuple[str, ...], parameters: int, is_method: bool = False) -> str:
    with pytest.raises(TypeError) as raised:
        check([(module(**names), path, parameters, is_method, "def f(a: int) -> None")])
    return str(raised.value)


class Counter:
    def __init__(self, start: int) -> None: ...

    def step(self, by: int) -> None: ...

    @staticmethod
    def sum(counters: list["Counter"]) -> None: ...

    @classmethod
    def zero(cls) -> None: ...


class Plain: ...


def test_what_fits_is_accepted() -> None:
    def exact(a: int) -> None: ...
    def default(a: int = 1, b: int = 2) -> None: ...
    def any_number(*a: int) -> None: ...
    def by_name(a: int, *, b: int = 2) -> None: ...

    names = {"exact": exact, "default": default, "any": any_number, "name": by_name, "builtin": len}
    for name in names:
        check([(module(**names), (name,), 1, False, "")])
    classes = module(Counter=Counter, Plain=Plain)
    check([(classes, ("Counter",), 1, False, ""), (classes, ("Plain",), 0, False, "")])
    check([(classes, ("Counter", "step"), 1, True, ""), (classes, ("Counter", "sum"), 1, False, "")])
    check([(classes, ("Counter", "zero"), 0, False, "")])


def test_missing_function_is_named_with_how_to_write_it() -> None:
    assert complaint({}, ("f",), 1) == (
        "the app does not fit its world\n`an_app` has no `f`\n= help: write `def f(a: int) -> None`"
    )


def test_misspelt_function_is_guessed() -> None:
    assert "`an_app` has no `filter_by_tag`, but `filter_by_tags`\n" in complaint(
        {"filter_by_tags": len}, ("filter_by_tag",), 2
    )


@pytest.mark.parametrize("count", [0, 2])
def test_wrong_number_of_parameters_is_refused(count: int) -> None:
    def function(a: int) -> None: ...

    said = complaint({"f": function}, ("f",), count)
    assert f"`an_app.f` does not take what it is given, {count} arguments\n" in said


def test_parameter_that_only_has_a_name_is_refused() -> None:
    def function(a: int, *, b: int) -> None: ...

    assert "does not take" in complaint({"f": function}, ("f",), 1)


def test_classes_and_methods_are_counted_without_self() -> None:
    assert "`an_app.Counter` does not take what it is given, 2 arguments" in complaint(
        {"Counter": Counter}, ("Counter",), 2
    )
    assert "`an_app.Plain` does not take" in complaint({"Plain": Plain}, ("Plain",), 1)
    said = complaint({"Counter": Counter}, ("Counter", "step"), 0, is_method=True)
    assert "`an_app.Counter.step` does not take what it is given, 0 arguments and `self`" in said


def test_what_is_no_function_is_refused() -> None:
    assert "`an_app.f` is no function, but `int`\n" in complaint({"f": 1}, ("f",), 1)


async def coroutine(a: int) -> None: ...


async def generator(a: int) -> AsyncIterator[int]:
    yield a


@types.coroutine
def awaitable(a: int) -> Generator[None, None, None]:
    yield


def marked(a: int) -> Any:
    return coroutine(a)


# As `inspect.markcoroutinefunction` of Python 3.12 does.
marked._is_coroutine_mark = object()  # type: ignore[attr-defined]


class Asynchronous:
    async def __call__(self, a: int) -> None: ...

    async def step(self, a: int) -> None: ...

    @staticmethod
    async def static(a: int) -> None: ...

    @classmethod
    async def of_class(cls, a: int) -> None: ...

    partial = functools.partialmethod(step, 1)


class AsynchronousMeta(type):
    async def __call__(cls, a: int) -> None: ...


class MadeAsynchronously(metaclass=AsynchronousMeta):
    def __init__(self, a: int) -> None: ...


class AsynchronousInit:
    async def __init__(self, a: int) -> None: ...  # type: ignore[misc]


@pytest.mark.parametrize(
    "function",
    [
        coroutine,
        awaitable,
        marked,
        functools.partial(coroutine, a=1),
        functools.partial(functools.partial(coroutine), 1),
        functools.cache(coroutine),
        functools.lru_cache(maxsize=1)(functools.partial(coroutine)),
        staticmethod(coroutine),
        Asynchronous(),
        Asynchronous().step,
        Asynchronous.of_class,
        functools.partial(Asynchronous()),
        AsynchronousInit,
        MadeAsynchronously,
    ],
)
def test_function_that_has_to_be_awaited_is_refused(function: Any) -> None:
    assert complaint({"f": function}, ("f",), 1) == (
        "the app does not fit its world\n`an_app.f` is `async`: it returns a coroutine, which nobody awaits\n"
        "= help: write `def f(a: int) -> None`, and in it `asyncio.run(…)`\n"
        "= help: or make it an `async func` in the world"
    )


def test_asynchronous_generator_is_refused() -> None:
    said = complaint({"f": generator}, ("f",), 1)
    assert "`an_app.f` is `async`: it returns an asynchronous generator, which nobody awaits\n" in said


@pytest.mark.parametrize(
    ("name", "is_method"), [("step", True), ("static", False), ("of_class", False), ("partial", True)]
)
def test_asynchronous_method_is_refused(name: str, is_method: bool) -> None:
    parameters = 0 if name == "partial" else 1
    said = complaint({"A": Asynchronous}, ("A", name), parameters, is_method)
    assert f"`an_app.A.{name}` is `async`" in said


def test_what_awaits_for_itself_is_accepted() -> None:
    @functools.wraps(coroutine)
    def runs(a: int) -> None:
        asyncio.run(coroutine(a))

    def plain_generator(a: int) -> Iterator[int]:
        yield a

    class Callable:
        def __call__(self, a: int) -> None: ...

    names = {
        "runs": runs,
        "generator": plain_generator,
        "cached": functools.cache(runs),
        "partial": functools.partial(runs),
        "object": Callable(),
    }
    check([(module(**names), (name,), 1, False, "") for name in names])
    # Methods that nobody exports may be what they like.
    check([(module(A=Asynchronous), ("A",), 0, False, "")])


def test_all_complaints_come_at_once() -> None:
    row = (module(), ("f",), 1, False, "")
    with pytest.raises(TypeError, match=r"(?s)has no `f`.*has no `f`"):
        check([row, row])
