"""The interfaces of the world that WASI has, by their names there."""

import importlib
from typing import Any


def interface(package: str, name: str, version: str, member: str = "__name__") -> Any:
    """Returns an interface of WASI, which has `member` in this version.

    If another interface of the world has the same name, its package is in front of it, and if the world has it in two
    versions, its version behind it.
    """
    long = f"wasi_{package}_{name}"
    versioned = f"{long}_{version.replace('.', '_')}_"
    for module in (*_modules(versioned), long, name):
        try:
            found = importlib.import_module(f"wit.imports.{module}")
            if hasattr(found, member):
                return found
        except ModuleNotFoundError as error:
            if error.name != f"wit.imports.{module}":
                raise
    wit_name = f"wasi:{package}/{name}".replace("_", "-")
    raise ImportError(f"the world of this component does not import `{wit_name}@{version}`", name=wit_name)


def _modules(begin: str) -> list[str]:
    """Names the interfaces that begin with a text."""
    return [name for name in dir(importlib.import_module("wit.imports")) if name.startswith(begin)]
