"""Whether an app is told what it lacks."""

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


def test_all_complaints_come_at_once() -> None:
    row = (module(), ("f",), 1, False, "")
    with pytest.raises(TypeError, match=r"(?s)has no `f`.*has no `f`"):
        check([row, row])
