"""What is done to an instance before it is copied, on an ordinary CPython."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import _wasi_py_bundle
import pytest

import _wasi_py_copy
import _wasi_py_snapshot


@pytest.fixture
def marked_random(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """`random` as it is in an instance that may be copied."""
    monkeypatch.setattr(_wasi_py_snapshot, "_keeps_marks", False)
    monkeypatch.setattr(_wasi_py_snapshot, "_unseeded", [])
    del sys.modules["random"]
    import random as fresh

    _wasi_py_snapshot.adapt(fresh)
    _wasi_py_copy.expect()
    _wasi_py_snapshot._forget_random()
    yield fresh
    sys.modules["random"] = random


def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Prepares a copy, where nothing of the tests is open."""
    monkeypatch.setattr(_wasi_py_snapshot, "_open_handles", list)
    return _wasi_py_copy.prepare()


def test_generators_begin_anew_unless_somebody_has_seeded_them(
    marked_random: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseeded, seeded = marked_random.Random(), marked_random.Random(8)
    states = [generator.getstate() for generator in (marked_random, unseeded, seeded)]
    assert copied(monkeypatch) == []
    _wasi_py_snapshot.restore([])
    same = [before == after.getstate() for before, after in zip(states, (marked_random, unseeded, seeded), strict=True)]
    assert same == [False, False, True]


def test_seed_of_the_module_is_kept_until_it_is_given_up(
    marked_random: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked_random.seed(7)
    copied(monkeypatch)
    _wasi_py_snapshot.restore([])
    assert marked_random.random() == random.Random(7).random()
    marked_random.seed()
    state = marked_random.getstate()
    copied(monkeypatch)
    _wasi_py_snapshot.restore([])
    assert marked_random.getstate() != state


def test_generators_of_the_app_are_kept_no_longer_than_it_has_them(
    marked_random: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked_random.Random()
    copied(monkeypatch)
    _wasi_py_snapshot.restore([])
    assert _wasi_py_snapshot._unseeded_since == []


def test_instance_that_cannot_be_copied_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[bool] = []
    monkeypatch.setattr(_wasi_py_bundle, "expect_copy", lambda: forgotten.append(True))
    with (tmp_path / "open").open("w") as file:
        names = _wasi_py_copy.prepare()
        assert f"file {file.name!r}" in names
    assert forgotten == []
    assert copied(monkeypatch) == []
    assert forgotten == [True]
