"""Types that the world imports and exports: Python has one class for each."""

import wit.imports.shapes
import wit.types
from dataclasses import dataclass
from enum import Enum, Flag
from typing import TypeAlias

Point: TypeAlias = wit.imports.shapes.Point

@dataclass
class Mark:
    """A place with a label."""

    at: Point
    label: str | None = ...

class Side(Enum):
    """Where something turns to."""

    LEFT = 0
    RIGHT = 1

class Edges(Flag):
    """What is drawn."""

    TOP = 1
    BOTTOM = 2

@dataclass(frozen=True)
class ChangeMarked:
    value: Mark

@dataclass(frozen=True)
class ChangeTurned:
    value: Side

@dataclass(frozen=True)
class ChangeFramed:
    value: Edges

@dataclass(frozen=True)
class ChangeUndone:
    ...

Change: TypeAlias = ChangeMarked | ChangeTurned | ChangeFramed | ChangeUndone

class ChangeException(wit.types.Err[Change]):
    """A function failed with a `Change`, which is its `value`."""

Changes: TypeAlias = list[Change]
"""Another name for a list."""

def echo_mark(value: Mark) -> Mark: ...
def echo_side(value: Side) -> Side: ...
def echo_edges(value: Edges) -> Edges: ...
def echo_change(value: Change | None) -> Change | None: ...
def echo_changes(value: Changes) -> Changes: ...
def echo_refusal(value: wit.types.Ok[Mark] | wit.types.Err[Change]) -> Mark:
    """Fails as the host fails."""
