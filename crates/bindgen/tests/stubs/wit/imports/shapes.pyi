"""Types with names."""

import wit.types
from dataclasses import dataclass
from enum import Enum, Flag
from typing import TypeAlias

@dataclass
class Point:
    """A corner."""

    x: float
    """To the right."""
    y: float
    """Downwards."""

@dataclass
class Awkward:
    """With every kind of name that means something in Python or Rust."""

    from_: str
    type: int
    self_: bool
    none: str | None
    class_: bytes

class Colour(Enum):
    """How it looks."""

    RED = 0
    GREEN = 1
    BLUE_GREEN = 2

@dataclass
class Polygon:
    """Nested, and with an option at its end."""

    name: str
    corners: list[Point]
    colour: Colour
    hint: Awkward | None = ...

class Permissions(Flag):
    """What may be done."""

    READ = 1
    WRITE = 2
    EXECUTE_ALL = 4

@dataclass(frozen=True)
class ShapeCircle:
    """By its radius."""

    value: float

@dataclass(frozen=True)
class ShapePolygon:
    value: Polygon

@dataclass(frozen=True)
class ShapeNone:
    """Nothing at all."""


@dataclass(frozen=True)
class ShapeGroup:
    value: list[tuple[Point, str]]

Shape: TypeAlias = ShapeCircle | ShapePolygon | ShapeNone | ShapeGroup

class ShapeException(wit.types.Err[Shape]):
    """A function failed with a `Shape`, which is its `value`."""

Names: TypeAlias = list[str]
"""Another name for a list."""

Nest: TypeAlias = list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[list[tuple[wit.types.Ok[int] | wit.types.Err[str]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]] | wit.types.Err[None]] | None]
"""Nested, though not as deeply as it could be."""

