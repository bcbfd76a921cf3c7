"""What is done to an interpreter before it is kept and after it is restored, on an ordinary CPython."""

import os
import random
import socket
import sys
import weakref
from pathlib import Path
from types import ModuleType

import pytest

import _wasi_py_snapshot
from wasi_py import snapshot


@pytest.fixture
def watched_random() -> ModuleType:
    """`random`, as if the app had imported it for the first time while the component is built."""
    del sys.modules["random"]
    import random as fresh

    _wasi_py_snapshot.adapt(fresh)
    _wasi_py_snapshot._unseeded.clear()
    yield fresh
    sys.modules["random"] = random


def restored_numbers(module: ModuleType) -> list[float]:
    """The next number of one restored instance after another, all from the same kept state."""
    state = module._inst.__getstate__()
    numbers = []
    for _ in range(3):
        module._inst.setstate(state)
        _wasi_py_snapshot.restore([])
        numbers.append(module.random())
    return numbers


def test_generator_that_nobody_seeded_is_seeded_at_every_restore(watched_random: ModuleType) -> None:
    watched_random.random()
    _wasi_py_snapshot._forget_random()
    assert len(set(restored_numbers(watched_random))) == 3


def test_seed_set_by_the_app_rules(watched_random: ModuleType) -> None:
    watched_random.seed(7)
    own = watched_random.Random(8)
    _wasi_py_snapshot._forget_random()
    assert len(set(restored_numbers(watched_random))) == 1
    assert own.random() == random.Random(8).random()


def test_nothing_of_the_watching_stays(watched_random: ModuleType) -> None:
    _wasi_py_snapshot._forget_random()
    assert watched_random.Random.seed.__module__ == "random"
    assert watched_random.seed.__func__ is watched_random.Random.seed
    assert not vars(watched_random._inst).keys() & {_wasi_py_snapshot.explicitly_seeded}


def test_open_files_and_sockets_are_named(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    with path.open("w"), socket.socket() as kept:
        handles = _wasi_py_snapshot._open_handles()
        assert f"file {str(path)!r}" in handles
        assert any(handle.startswith("socket ") and f"fd={kept.fileno()}" in handle for handle in handles)
    assert f"file {str(path)!r}" not in _wasi_py_snapshot._open_handles()


def test_objects_are_not_asked_for_their_type(watched_random: ModuleType) -> None:
    gone = weakref.proxy(set())
    with pytest.raises(ReferenceError):
        isinstance(gone, random.Random)
    _wasi_py_snapshot._open_handles()
    _wasi_py_snapshot._forget_random()


def test_hooks_are_called_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_before_snapshot", "_after_restore"):
        monkeypatch.setattr(snapshot, name, [])
    called: list[str] = []
    snapshot.register_before_snapshot(called.append, "first before")
    snapshot.register_before_snapshot(called.append, "second before")
    snapshot.register_after_restore(called.append, "first after")

    @snapshot.register_after_restore
    def hook() -> None:
        called.append("second after")

    for before in snapshot._before_snapshot:
        before()
    _wasi_py_snapshot.restore([])
    assert called == ["second before", "first before", "first after", "second after"]


def test_environment_of_the_run_goes_before_defaults_of_the_app_and_after_what_it_sets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("_environment", "_defaults", "_environ_methods"):
        monkeypatch.setattr(_wasi_py_snapshot, name, type(getattr(_wasi_py_snapshot, name))())
    for name in ("OWN", "DEFAULTED", "ASSIGNED_LATER", "RUN"):
        monkeypatch.setenv(name, "to be undone")
        del os.environ[name]
    setitem = os._Environ.__setitem__
    _wasi_py_snapshot._watch_environment()
    os.environ["OWN"] = "app"
    assert os.environ.setdefault("DEFAULTED", "app") == "app"
    os.environ.setdefault("ASSIGNED_LATER", "first")
    os.environ["ASSIGNED_LATER"] = "app"
    _wasi_py_snapshot._replace_environ_methods(dict(_wasi_py_snapshot._environ_methods))
    assert os._Environ.__setitem__ is setitem
    _wasi_py_snapshot._environment.update({b"OWN": b"app", b"DEFAULTED": b"app", b"ASSIGNED_LATER": b"app"})
    _wasi_py_snapshot.restore([(name, "run") for name in ("OWN", "DEFAULTED", "ASSIGNED_LATER", "RUN")])
    found = [os.environ[name] for name in ("OWN", "DEFAULTED", "ASSIGNED_LATER", "RUN")]
    assert found == ["app", "run", "app", "run"]


def test_calls_to_warm_up_are_made_once_and_not_kept() -> None:
    def count(text: str, times: int) -> int:
        return len(text) * times

    assert snapshot.warm_up(count, "a", 2) is count
    assert _wasi_py_snapshot.warm_ups() == [(count, ("a", 2))]
    assert _wasi_py_snapshot.warm_ups() == []
