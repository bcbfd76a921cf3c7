"""Typed packages for components: what is written, and what it does."""

import asyncio
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wasi_py_host import Component, LoadError, ResultError
from wasi_py_host.bindings import main, written

KEPT = Path(__file__).parent / "typed"
sys.path.insert(0, str(KEPT))

if os.environ.get("BLESS"):
    for name, package in (("people-alone", "people_typed"), ("models", "models_typed")):
        wasm = Path(os.environ["WASI_PY_HOST_FIXTURES"]) / f"{name}.wasm"
        assert main([str(wasm), "-o", str(KEPT / package)]) == 0

import models_typed  # noqa: E402
import people_typed  # noqa: E402

DOCUMENT = (
    '{"number": 1, "customer": "Ann", "placed": "2026-01-01T00:00:00Z",'
    ' "lines": [{"article": "cup", "count": 2, "price_cents": 3}]}'
)


@pytest.mark.parametrize(("name", "package"), [("people-alone", "people_typed"), ("models", "models_typed")])
def test_package_is_the_one_that_is_kept(fixtures: Path, tmp_path: Path, name: str, package: str) -> None:
    wasm = fixtures / f"{name}.wasm"
    subprocess.run([sys.executable, "-m", "wasi_py_host.bindings", wasm, "-o", tmp_path / "out"], check=True)
    found = (tmp_path / "out" / "__init__.py").read_text(encoding="utf-8")
    kept = (KEPT / package / "__init__.py").read_text(encoding="utf-8")
    assert found == kept, "`BLESS=1` writes it anew"
    assert (tmp_path / "out" / "py.typed").is_file()


def test_classes_go_in_and_come_out(fixtures: Path) -> None:
    people = people_typed.Component(fixtures / "people-alone.wasm").people
    ann, ben = people_typed.Person("Ann", 40, ["a"]), people_typed.Person("Ben", 7, [])
    assert people.filter_by_tag([ann, ben], "a") == [ann]
    assert asyncio.run(people.filter_by_tag_async([ann, ben], "b")) == []
    orders = models_typed.Component(fixtures / "models.wasm").orders
    order = orders.read(DOCUMENT)
    assert order.payment is models_typed.Payment.CARD
    assert order.lines == [models_typed.Line("cup", 2, 3)]
    assert '"customer":"Ann"' in orders.write(order)


def test_error_is_an_exception_of_its_own(fixtures: Path) -> None:
    orders = models_typed.Component(fixtures / "models.wasm").orders
    with pytest.raises(models_typed.RefusalRaised) as raised:
        orders.read("{}")
    match raised.value.value:
        case models_typed.RefusalInvalid(problems):
            assert all(isinstance(problem, models_typed.Problem) for problem in problems)
        case other:
            pytest.fail(f"{other}")
    assert isinstance(raised.value, ResultError)


def test_component_of_other_types_is_refused(fixtures: Path) -> None:
    with pytest.raises(LoadError, match="does not export what `people_typed` was written for"):
        people_typed.Component(fixtures / "models.wasm")


def test_file_that_is_no_component_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent.wasm"), "-o", str(tmp_path / "out")]) == 1
    assert "No such file" in capsys.readouterr().err


def test_all_kinds_of_types_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    description = (
        (
            "a:b/shapes@1.0.0",
            (
                ("shape", ("variant", ("circle", ("f64",)), ("none", None), ("list", ("option", ("u8",))))),
                ("access", ("flags", "read", "write-all")),
                ("class", ("record", ("from", ("list", ("u8",))), ("pairs", ("map", ("string",), ("char",))))),
                ("same", ("named", "a:b/shapes@1.0.0", "class")),
                ("names", ("list", ("string",))),
            ),
            (
                ("grant", (("access", ("named", "a:b/shapes@1.0.0", "access")),), ("result", None, ("string",))),
                ("draw", (("self", ("option", ("option", ("s8",)))),), ("tuple", ("bool",), ("result", None, None))),
                ("keep", (("handle", ("foreign",)),), None),
                ("wait", (("foreign", ("u8",)),), None),
            ),
        ),
    )
    text = written("shapes.wasm", description)
    (tmp_path / "shapes_typed.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    shapes = importlib.import_module("shapes_typed")
    for line in (
        "Shape = ShapeCircle | ShapeNone | ShapeList",
        '    WRITE_ALL = "write-all"',
        "    from_: bytes",
        "    pairs: dict[str, str]",
        "class GrantRaised(ResultError):",
        "    def grant(self, access: frozenset[Access]) -> None:",
        "    def wait(self, foreign: int) -> None:",
        "    async def draw_async(self, self_: Case | None) -> tuple[bool, Case]:",
    ):
        assert line in text.splitlines(), line
    assert not hasattr(shapes.Shapes, "keep")
    assert shapes.ShapeCircle(1.5) == shapes.ShapeCircle(1.5) != shapes.ShapeNone()


def test_component_describes_itself(fixtures: Path) -> None:
    people, python = sorted(Component(fixtures / "people-alone.wasm").description)
    assert (people[0], python[0]) == ("wasi-py:people/people@0.1.0", "wasi-py:people/python@0.1.0")
    (function,) = people[2]
    exception = ("named", "wasi-py:people/python@0.1.0", "exception")
    person = ("named", "wasi-py:people/people@0.1.0", "person")
    assert function == (
        "filter-by-tag",
        (("people", ("list", person)), ("tag", ("string",))),
        ("result", ("list", person), exception),
    )
