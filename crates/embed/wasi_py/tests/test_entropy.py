"""Warnings of random numbers that are drawn at import, on an ordinary CPython."""

import os
import random
import secrets
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

import _wasi_py_entropy
import _wasi_py_snapshot

MODULES = {module.__name__: module for module in (random, secrets)}
URANDOM = os.urandom

Importing = Callable[[str], ModuleType]


@pytest.fixture
def importing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Importing]:
    """Runs code as the body of the module `shop`, watched; `random` is imported there for the first time."""
    monkeypatch.setattr(_wasi_py_entropy, "_warned", set())
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name)
    _wasi_py_entropy.watch()
    import random as fresh

    _wasi_py_snapshot.adapt(fresh)

    def run(code: str) -> ModuleType:
        module = sys.modules["shop"] = ModuleType("shop")
        exec(compile(code, "/bundle/app/shop/__init__.py", "exec"), vars(module))
        return module

    yield run
    _wasi_py_snapshot._forget_random()
    _wasi_py_snapshot._unseeded.clear()
    sys.modules.pop("shop", None)


def places(captured: pytest.CaptureFixture[str]) -> list[str]:
    lines = captured.readouterr().err.splitlines()
    return [line.split("`")[1] for line in lines if line.startswith("warning: ")]


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.urandom(1)",
        "from os import urandom; urandom(1)",
        "import random; random.random()",
        "from random import choice; choice([1, 2])",
        "import random; random.Random().gauss()",
        "import random; random.SystemRandom().random()",
        "import random\nclass Settings: token = random.randbytes(1)",
    ],
)
def test_a_draw_is_named_by_its_line(importing: Importing, capsys: pytest.CaptureFixture[str], code: str) -> None:
    importing("\n\n" + code)
    assert places(capsys) == [f"shop/__init__.py:{3 + code.count(chr(10))}"]


def test_modules_that_draw_for_others_are_not_the_ones_that_are_named(
    importing: Importing, capsys: pytest.CaptureFixture[str]
) -> None:
    importing("import uuid, secrets\nuuid.uuid4()\nfor _ in range(3): secrets.token_hex(2)")
    assert places(capsys) == ["shop/__init__.py:2", "shop/__init__.py:3"]


@pytest.mark.parametrize(
    "code",
    [
        "import random; generator = random.Random()",
        "import random; random.seed(7); random.random(); random.choice([1, 2])",
        "import random; random.Random(7).random()",
        "import random; random.seed()",
        "import tempfile; tempfile.TemporaryFile().close(); tempfile.TemporaryDirectory().cleanup()",
        # What a module of the standard library draws for itself.
        "import functools\nexec(compile('import os; os.urandom(1)', functools.__file__, 'exec'))",
    ],
)
def test_what_is_seeded_anew_or_on_purpose_or_not_the_apps_is_no_draw(
    importing: Importing, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    importing(code)
    assert places(capsys) == []


def test_a_call_that_comes_after_the_import_is_no_draw_at_import(
    importing: Importing, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = importing("import os, random\ndef handle(): return os.urandom(2), random.random()")
    # As the component calls it: there is no module's body below a thread.
    handler = threading.Thread(target=shop.handle)
    handler.start()
    handler.join()
    assert places(capsys) == []


def test_nothing_of_the_watching_stays(importing: Importing) -> None:
    shop = importing("from os import urandom\nfrom random import random, getrandbits, seed\nimport random as module")
    _wasi_py_snapshot._forget_random()
    assert shop.urandom is os.urandom is URANDOM
    assert shop.module._urandom is URANDOM
    assert not {"random", "getrandbits"} & vars(shop.module.Random).keys()
    assert shop.random == shop.module.random == shop.module._inst.random
    assert shop.random.__self__ is shop.module._inst
    assert shop.getrandbits(8) < 256
    assert uuid.uuid4() != uuid.uuid4()
