"""Whether an app has what its world exports: names, and how many parameters they take."""

import importlib
import inspect
from collections.abc import Iterable
from types import ModuleType
from typing import Any

Row = tuple[str, str | None, tuple[str, ...], tuple[str, ...], bool, str]
"""The app, the module in it for the interface, attributes, parameters, whether `self` comes first, how it is written."""


def check(rows: Iterable[Row]) -> None:
    """Raises a `TypeError` that lists all that is wrong."""
    complaints = [complaint for row in rows if (complaint := _complaint(*row)) is not None]
    if complaints:
        raise TypeError("the app does not fit its world\n" + "\n".join(complaints))


def _complaint(
    app: str, interface: str | None, path: tuple[str, ...], parameters: tuple[str, ...], is_method: bool, signature: str
) -> str | None:
    found: Any = _module(app, interface)
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


def _module(app: str, interface: str | None) -> ModuleType:
    """As the exports look for it: the module named after the interface, or else the app."""
    if interface is not None:
        name = f"{app}.{interface}"
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    return importlib.import_module(app)


def _takes(function: Any, count: int) -> bool:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        # Written in C or Rust without saying what it takes: nobody knows before it is called.
        return True
    try:
        signature.bind(*[None] * count)
    except TypeError:
        return False
    return True


def _close(name: str, found: object) -> str:
    import difflib

    close = difflib.get_close_matches(name, dir(found), n=1)
    return f", but `{close[0]}`" if close else ""
