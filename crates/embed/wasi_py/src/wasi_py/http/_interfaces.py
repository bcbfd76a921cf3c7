"""The interfaces of `wasi:http` that the world imports, and what they need of `wasi:io`."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wit.imports import monotonic_clock as clock
    from wit.imports import poll, streams, types

    __all__ = ["clock", "poll", "streams", "types"]


def interface(package: str, name: str) -> Any:
    """An interface: it has its package in front of its name if another interface of the world has the same name."""
    for module in (f"wasi_{package}_{name}", name):
        try:
            return importlib.import_module(f"wit.imports.{module}")
        except ModuleNotFoundError as error:
            if error.name != f"wit.imports.{module}":
                raise
    wit_name = f"wasi:{package}/{name}".replace("_", "-")
    raise ImportError(f"the world of this component does not import `{wit_name}`", name=wit_name)


if not TYPE_CHECKING:
    types, streams, poll = interface("http", "types"), interface("io", "streams"), interface("io", "poll")
    clock = interface("clocks", "monotonic_clock")
