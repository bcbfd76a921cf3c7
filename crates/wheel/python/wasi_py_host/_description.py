"""What a component exports, in tuples."""

from typing import Any

Kind = tuple[Any, ...]
"""The name of a kind of types, and what it is made of: `("list", ("u8",))`. A type with a name is `("named", interface,
name)`, a part of a record or a variant a pair of its name and kind."""

Parameters = tuple[tuple[str, Kind], ...]
Function = tuple[str, Parameters, Kind | None]
"""Its name, its parameters, and what it returns."""

Interface = tuple[str, tuple[tuple[str, Kind], ...], tuple[Function, ...]]
"""Its name, its types and its functions. What the world exports by itself has the name `""`."""

Description = tuple[Interface, ...]


def path(interface: str, function: str) -> str:
    """The name by which a function is called."""
    return f"{interface}#{function}" if interface else function
