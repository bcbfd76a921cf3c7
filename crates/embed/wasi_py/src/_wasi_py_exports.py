"""Checks that an app has what its world exports: names, numbers of parameters, and that nobody has to await them.

A snapshot keeps all modules that are imported by then. So this one imports none, `inspect` least of all.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_ANY_NUMBER = 0x04
"""The flag of code with `*args`: https://docs.python.org/3.13/library/inspect.html#inspect-module-co-flags."""
_COROUTINE = "a coroutine"
_ASYNCHRONOUS = {0x80: _COROUTINE, 0x100: _COROUTINE, 0x200: "an asynchronous generator"}
"""What code with one of these flags returns when it is called."""

Row = tuple[object, tuple[str, ...], int, bool, str]
"""A module, attributes from there on, the number of parameters, whether `self` comes first, how it is written."""


def check(rows: "Iterable[Row]") -> None:
    """Raises a `TypeError` that lists all that is wrong."""
    complaints = [complaint for row in rows if (complaint := _complaint(*row)) is not None]
    if complaints:
        raise TypeError("the app does not fit its world\n" + "\n".join(complaints))


def _complaint(module: object, path: tuple[str, ...], parameters: int, is_method: bool, signature: str) -> str | None:
    found: Any = module
    label = found.__name__
    for name in path:
        if not hasattr(found, name):
            close = _close(name, found)
            return f"`{label}` has no `{name}`{close}\n= help: write `{signature}`"
        found = getattr(found, name)
        label += f".{name}"
    if not callable(found):
        return f"`{label}` is no function, but `{type(found).__qualname__}`\n= help: write `{signature}`"
    if not _takes(found, parameters + is_method):
        own = f"{parameters} arguments{' and `self`' if is_method else ''}"
        return f"`{label}` does not take what it is given, {own}\n= help: write `{signature}`"
    returned = _returned_unfinished(found)
    is_awaited = signature.startswith("async def") and returned == _COROUTINE
    if returned is not None and not is_awaited:
        return f"`{label}` is `async`: it returns {returned}, which nobody awaits\n= help: {_instead(signature)}"
    return None


def _instead(signature: str) -> str:
    if signature.startswith("async def"):
        return f"write `{signature}`, and in it `return`"
    return f"write `{signature}`, and in it `asyncio.run(…)`\n= help: or make it an `async func` in the world"


def _takes(function: "Any", count: int) -> bool:
    """Tells whether it takes that many arguments; what is not written in Python says so when it is called."""
    if isinstance(function, type):
        # As a type checker sees it, both could be anything.
        init, new = (getattr(function, name) for name in ("__init__", "__new__"))
        if init is object.__init__:
            return bool(count == 0 or new is not object.__new__)
        function, count = init, count + 1
    elif getattr(function, "__self__", None) is not None and hasattr(function, "__func__"):
        count += 1
    code, defaults = getattr(function, "__code__", None), getattr(function, "__defaults__", None)
    if code is None:
        return True
    needed = code.co_argcount - len(defaults or ())
    given_by_name = len(getattr(function, "__kwdefaults__", None) or ())
    most = sys.maxsize if code.co_flags & _ANY_NUMBER else code.co_argcount
    return bool(needed <= count <= most) and bool(code.co_kwonlyargcount == given_by_name)


def _returned_unfinished(function: "Any") -> str | None:
    """Names what a callable returns that has to be awaited; nothing if there is none, or if only a call could tell."""
    if isinstance(function, type):
        parts = [getattr(function, name) for name in ("__init__", "__new__")] + [type(function).__call__]
        return next((found for part in parts if (found := _returned_unfinished(part))), None)
    if getattr(function, "_is_coroutine_mark", None) is not None:
        return _COROUTINE
    inner = _called_by(function)
    if inner is not None:
        return _returned_unfinished(inner)
    flags = getattr(getattr(function, "__code__", None), "co_flags", 0)
    return next((found for flag, found in _ASYNCHRONOUS.items() if flags & flag), None)


def _called_by(function: "Any") -> "Any":
    """Finds the function whose result is passed on: what a method, a partial or a cache is made of, or `__call__`."""
    functools = sys.modules.get("functools")
    if functools is not None:
        if isinstance(function, functools.partial):
            return function.func
        if isinstance(function, functools._lru_cache_wrapper):
            return getattr(function, "__wrapped__", None)
    # Called otherwise before Python 3.13.
    for name in ("__partialmethod__", "_partialmethod"):
        if hasattr(function, name):
            return getattr(function, name).func
    if hasattr(function, "__code__"):
        return None
    if hasattr(function, "__func__"):
        return function.__func__
    call = type(function).__call__ if callable(function) else None
    return call if hasattr(call, "__code__") else None


def _close(name: str, found: object) -> str:
    import difflib

    close = difflib.get_close_matches(name, dir(found), n=1)
    return f", but `{close[0]}`" if close else ""
