"""Components that are called with values of any type."""

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from wasi_py_host import (
    CallLimits,
    Case,
    Component,
    ComponentError,
    LoadError,
    ResultError,
    StoppedError,
    _cache,
)

ANN, BEN = {"name": "Ann", "age": 40, "tags": ["a", "b"]}, {"name": "Ben", "age": 7, "tags": []}
DOCUMENT = (
    '{"number": 1, "customer": "Ann", "placed": "2026-01-01T00:00:00Z",'
    ' "lines": [{"article": "cup", "count": 2, "price_cents": 3}]}'
)


@pytest.fixture(scope="module")
def people(fixtures: Path) -> Component:
    return Component(fixtures / "people-alone.wasm")


@pytest.fixture(scope="module")
def models(fixtures: Path) -> Component:
    return Component(fixtures / "models.wasm")


def test_records_go_in_as_dictionaries_or_objects_and_come_out_as_objects(people: Component) -> None:
    given = [ANN, SimpleNamespace(**BEN)]
    (found,) = people.filter_by_tag(given, "a")
    assert (found.name, found.age, found.tags) == ("Ann", 40, ["a", "b"])
    assert people.filter_by_tag(given, "x") == []
    assert people.filter_by_tag([found], "b") == [SimpleNamespace(**ANN)]


def test_function_has_several_names(people: Component) -> None:
    whole = "wasi-py:people/people@0.1.0#filter-by-tag"
    for name in (whole, "filter-by-tag", "filter_by_tag"):
        assert people.call(name, [ANN], "a") == [SimpleNamespace(**ANN)]
    assert repr(people.filter_by_tag) == f"<function {whole}>"
    assert "filter_by_tag" in dir(people)
    with pytest.raises(AttributeError, match="exports no function `sort`"):
        people.sort  # noqa: B018
    with pytest.raises(ValueError, match=f"no function `sort`: it has `{whole}`"):
        people.call("sort")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (([ANN],), "takes 2 arguments, found 1"),
        (("Ann", "a"), "`people`: expected a `list`, found `str`"),
        (([1], "a"), r"`people\[0\]`: `name` is missing"),
        (([ANN | {"name": 1}], "a"), r"`people\[0\]\.name`: expected a `str`, found `int`"),
        (([ANN | {"age": True}], "a"), r"`people\[0\]\.age`: expected an `int`, found `bool`"),
        (([ANN | {"age": -1}], "a"), r"`people\[0\]\.age`: -1 does not fit into a `u16`"),
        (([ANN | {"tags": ["a", "\ud800"]}], "a"), r"`people\[0\]\.tags\[1\]`: the text has half a character"),
    ],
    ids=str,
)
def test_values_of_other_types_never_reach_the_component(
    people: Component, arguments: tuple[object, ...], text: str
) -> None:
    with pytest.raises(TypeError, match=text):
        people.filter_by_tag(*arguments)


def test_enums_variants_and_options_are_told_apart(models: Component, fixtures: Path) -> None:
    order = models.read(DOCUMENT)
    assert (order.customer, order.payment, order.total_cents) == ("Ann", "card", 6)
    assert order.lines == [SimpleNamespace(article="cup", count=2, price_cents=3)]
    order.payment = "invoice"
    assert '"payment":"invoice"' in models.write(order)
    order.payment = "gold"
    with pytest.raises(TypeError, match=r"`order\.payment`: there is no case `gold`"):
        models.write(order)
    mixed = Component(fixtures / "mixed.wasm")
    half = {"over": 1, "under": 2}
    assert mixed.add(half, half) == SimpleNamespace(over=1, under=1)
    assert mixed.add({"over": 2**63 - 1, "under": 1}, half) is None


def test_error_of_a_result_is_raised_with_its_value(models: Component, fixtures: Path) -> None:
    with pytest.raises(ResultError) as raised:
        models.read("{}")
    refusal = raised.value.value
    assert isinstance(refusal, Case)
    assert refusal.name == "invalid"
    assert "customer" in {problem.place for problem in refusal.value}
    with pytest.raises(ResultError) as raised:
        Component(fixtures / "mixed.wasm").parse("half")
    assert raised.value.value == "Invalid literal for Fraction: 'half'"


def test_calls_that_are_stopped_say_why(fixtures: Path) -> None:
    quick = Component(fixtures / "people-alone.wasm", limits=CallLimits(time_s=0.02))
    many = [ANN] * 200_000
    with pytest.raises(StoppedError) as raised:
        quick.filter_by_tag(many, "a")
    assert raised.value.reason == "deadline"
    small = Component(fixtures / "people-alone.wasm", limits=CallLimits(result_bytes=1000))
    with pytest.raises(ComponentError) as refused:
        small.filter_by_tag(many[:100], "a")
    assert getattr(refused.value, "reason", None) == "result"


def test_calls_do_not_see_each_other_unless_they_share_an_instance(fixtures: Path) -> None:
    component = Component(fixtures / "people-alone.wasm", calls_per_instance=100)
    assert [len(component.filter_by_tag([ANN], "a")) for _ in range(250)] == [1] * 250


def test_threads_and_tasks_call_at_a_time(people: Component) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(people.filter_by_tag([ANN], "a")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8

    async def run() -> list[object]:
        calls = (people.filter_by_tag.call_async([ANN, BEN], tag) for tag in ("a", "b", "c"))
        return list(await asyncio.gather(*calls))

    assert asyncio.run(run()) == [[SimpleNamespace(**ANN)], [SimpleNamespace(**ANN)], []]


def test_component_that_cannot_be_called_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="No such file"):
        Component(tmp_path / "absent.wasm")
    bad = tmp_path / "bad.wasm"
    bad.write_bytes(b"text")
    with pytest.raises(LoadError):
        Component(bad)
    # It imports functions, and there are none to give it.
    with pytest.raises(LoadError, match="imports"):
        Component(_cache.component())
