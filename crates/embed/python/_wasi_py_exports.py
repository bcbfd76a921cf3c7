"""Whether an app has what its world exports: names, and how many parameters they take.

Runs before a snapshot, which keeps all modules that are imported by then: so it imports none, `inspect` least of all.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_ANY_NUMBER = 0x04
"""The flag of code with `*args`: https://docs.python.org/3.13/library/inspect.html#inspect-module-co-flags."""

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
    return None


def _takes(function: "Any", count: int) -> bool:
    """Whether it can be called with that many arguments; what is not written in Python says so when it is called."""
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


def _close(name: str, found: object) -> str:
    import difflib

    close = difflib.get_close_matches(name, dir(found), n=1)
    return f", but `{close[0]}`" if close else ""
