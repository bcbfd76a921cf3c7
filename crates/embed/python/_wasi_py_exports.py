"""Whether an app has what its world exports: names, and how many parameters they take.

Runs before a snapshot, which keeps all modules that are imported by then: so it imports none, `inspect` least of all.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

_ANY_NUMBER = 0x04
"""The flag of code with `*args`: https://docs.python.org/3.13/library/inspect.html#inspect-module-co-flags."""

Row = tuple[str, str | None, tuple[str, ...], tuple[str, ...], bool, str]
"""The app, the module in it for the interface, attributes, parameters, whether `self` comes first, how it is written."""


def check(rows: "Iterable[Row]") -> None:
    """Raises a `TypeError` that lists all that is wrong."""
    complaints = [complaint for row in rows if (complaint := _complaint(*row)) is not None]
    if complaints:
        raise TypeError("the app does not fit its world\n" + "\n".join(complaints))


def _complaint(
    app: str, interface: str | None, path: tuple[str, ...], parameters: tuple[str, ...], is_method: bool, signature: str
) -> str | None:
    found: "Any" = _module(app, interface)
    label = found.__name__
    for name in path:
        if not hasattr(found, name):
            close = _close(name, found)
            return f"`{label}` has no `{name}`{close}\n= help: write `{signature}`"
        found = getattr(found, name)
        label += f".{name}"
    if not callable(found):
        return f"`{label}` is no function, but `{type(found).__qualname__}`\n= help: write `{signature}`"
    count = len(parameters) + is_method
    if not _takes(found, count):
        own = f"{len(parameters)}, and `self`" if is_method else str(len(parameters))
        return f"`{label}` does not take the parameters that it is given, of which there are {own}\n= help: write `{signature}`"
    return None


def _module(app: str, interface: str | None) -> "ModuleType":
    """As the exports look for it: the module named after the interface, or else the app."""
    if interface is not None:
        name = f"{app}.{interface}"
        try:
            return _import(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    return _import(app)


def _import(name: str) -> "ModuleType":
    __import__(name)
    return sys.modules[name]


def _takes(function: "Any", count: int) -> bool:
    """Whether it can be called with that many arguments; what is not written in Python says so when it is called."""
    if isinstance(function, type):
        if function.__init__ is object.__init__:
            return count == 0 or function.__new__ is not object.__new__
        function, count = function.__init__, count + 1
    elif getattr(function, "__self__", None) is not None and hasattr(function, "__func__"):
        count += 1
    code, defaults = getattr(function, "__code__", None), getattr(function, "__defaults__", None)
    if code is None:
        return True
    needed = code.co_argcount - len(defaults or ())
    given_by_name = len(getattr(function, "__kwdefaults__", None) or ())
    most = sys.maxsize if code.co_flags & _ANY_NUMBER else code.co_argcount
    return needed <= count <= most and code.co_kwonlyargcount == given_by_name


def _close(name: str, found: object) -> str:
    import difflib

    close = difflib.get_close_matches(name, dir(found), n=1)
    return f", but `{close[0]}`" if close else ""
