"""Warns of random numbers that the app draws while it is imported: a snapshot keeps them, so that all instances have
the same.

A handler that is called before the snapshot draws for nobody: only code below the body of a module counts.
"""

import functools
import os
import sys
from collections.abc import Callable
from types import FrameType, FunctionType, MethodType, ModuleType
from typing import Any

explicitly_seeded = "_wasi_py_explicitly_seeded"
"""The attribute of a generator that says whether somebody has seeded it on purpose."""

_STDLIB = tuple({os.path.dirname(file) + "/" for file in (__file__, functools.__file__)})
_APP = "/bundle/app/"
_METHODS = ("getrandbits", "random")
_NAMING_FILES = ("_get_default_tempdir", "_mkstemp_inner", "mkdtemp")
"""Functions of `tempfile` that draw names nobody else has to guess at: of files in the instance's own folder."""

_warned: set[str] = set()
_originals: dict[Any, Any] = {}


def watch() -> None:
    """Called before the app is imported: watches what the system gives."""
    os.urandom = _watched(os.urandom, lambda *_: True)


def watch_generators(random: ModuleType) -> None:
    """Called when the app imports `random`: watches generators that nobody has seeded on purpose."""

    def is_unseeded(generator: object, *_: object) -> bool:
        return not getattr(generator, explicitly_seeded, False)

    random._urandom = os.urandom  # type: ignore[attr-defined]
    for name in _METHODS:
        setattr(random.Random, name, _watched(getattr(random.Random, name), is_unseeded))
        setattr(random, name, getattr(random._inst, name))


def unwatched(function: Callable[..., Any]) -> Callable[..., Any]:
    """What a function is that may be watched."""
    original: Callable[..., Any] = _originals.get(function, function)
    return original


def forget() -> None:
    """Called before the snapshot: every module has again what it would have had."""
    if (random := sys.modules.get("random")) is not None:
        for name in _METHODS:
            if vars(random.Random).get(name) in _originals:
                delattr(random.Random, name)
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if isinstance(value, FunctionType | MethodType) and (original := _original(value)) is not None:
                setattr(module, name, original)
    _originals.clear()


def _original(value: Any) -> Any:
    """Returns what a watched function or bound method stands for; `None` for anything else."""
    if isinstance(value, MethodType) and value.__func__ in _originals:
        return getattr(value.__self__, value.__func__.__name__)
    return _originals.get(value)


def _watched(original: Callable[..., Any], matters: Callable[..., bool]) -> Callable[..., Any]:
    @functools.wraps(original)
    def draw(*args: Any) -> Any:
        if matters(*args):
            _warn(sys._getframe(1))
        return original(*args)

    _originals[draw] = original
    return draw


def _warn(drawing: FrameType) -> None:
    place = _place(drawing)
    if place is None or place in _warned:
        return
    _warned.add(place)
    print(
        f"warning: `{place}` draws random numbers while the app is imported, which will be the same in every instance\n"
        "= help: draw them when they are needed, or in a hook, `wasi_py.snapshot.register_after_restore`",
        file=sys.stderr,
    )


def _place(drawing: FrameType) -> str | None:
    """Returns the innermost line outside the standard library, if a module is imported, and not by the library."""
    place = None
    frame: FrameType | None = drawing
    while frame is not None:
        code = frame.f_code
        if place is None and code.co_name in _NAMING_FILES:
            return None
        if place is None and not code.co_filename.startswith(("<frozen ", *_STDLIB)):
            place = f"{code.co_filename.removeprefix(_APP)}:{frame.f_lineno}"
        if code.co_name == "<module>":
            return place
        frame = frame.f_back
    return None
