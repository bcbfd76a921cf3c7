"""Hooks around the snapshot that a component is built from.

A component is started once, when it is built: the app is imported and warmed up, then the whole interpreter is kept.
Every instance begins from there. What an app computes while it is imported is therefore computed at build time; what
belongs to the run (settings from the environment, connections, the time) goes into a hook:

    from wasi_py import snapshot

    @snapshot.register_after_restore
    def read_settings() -> None:
        settings.update(os.environ)

Without a snapshot (a plain component, an ordinary CPython) no hook is called and nothing is preloaded.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, TypeVarTuple

__all__ = ["preload", "register_after_restore", "register_before_snapshot", "warm_up"]

_A = TypeVarTuple("_A")
_P = ParamSpec("_P")
_R = TypeVar("_R")

_preload: list[str] = []
_requests: list[tuple[str, str, list[tuple[str, bytes]], bytes]] = []
_warm_ups: list[tuple[Callable[..., object], tuple[object, ...]]] = []
_rehearsals: list[tuple[Callable[..., object], Callable[[], None]]] = []
_before_snapshot: list[Callable[[], object]] = []
_after_restore: list[Callable[[], object]] = []
_is_prepared = False
"""True while a snapshot is prepared."""


def preload(*modules: str) -> None:
    """Imports these modules before the snapshot, so that no instance has to: for imports inside functions."""
    _preload.extend(modules)


def warm_up(function: Callable[[*_A], _R], /, *args: *_A) -> Callable[[*_A], _R]:
    """Calls `function(*args)` a few dozen times before the snapshot, so that the code it runs is warm in each instance.

    For an exported function the arguments come as from a host, and what it returns goes back as to one. What it leaves
    in globals stays there, in every instance. There is no host yet: a function that calls an import cannot be warmed
    up.
    """
    _warm_ups.append((function, args))
    return function


def register_before_snapshot(hook: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> Callable[_P, _R]:
    """Calls `hook(*args, **kwargs)` before the snapshot; the last one registered is called first."""
    _before_snapshot.insert(0, lambda: hook(*args, **kwargs))
    return hook


def register_after_restore(hook: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> Callable[_P, _R]:
    """Calls `hook(*args, **kwargs)` in every restored instance before its first export, in the order registered.

    What it raises, the export that was called returns; the next call begins with the first hook again.
    """
    _after_restore.append(lambda: hook(*args, **kwargs))
    return hook
