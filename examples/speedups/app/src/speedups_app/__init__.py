"""Calls packages that are written in C and C++."""

import importlib
import sys

from speedups_app.uses import USES

_IMPORTED = sorted(sys.modules)


def use_package(name: str) -> str:
    """What comes of the use of a package."""
    return USES[name]()


def round_trip(numbers: list[int]) -> list[int]:
    """`numbers`, packed and unpacked again by `msgpack`."""
    msgpack = importlib.import_module("msgpack")
    unpacked: list[int] = msgpack.unpackb(msgpack.packb(numbers))
    return unpacked


def file_of(module: str) -> str:
    """The file of a module, which is loaded again."""
    return str(importlib.reload(importlib.import_module(module)).__file__)


def imported() -> list[str]:
    """The modules that were imported before the first call."""
    return _IMPORTED
