"""Types that the world imports and exports: Python has one class for each."""

import wit.imports.shapes
import wit.imports.twice
import wit.types
from typing import Protocol, TypeAlias

Point: TypeAlias = wit.imports.shapes.Point

Mark: TypeAlias = wit.imports.twice.Mark

Side: TypeAlias = wit.imports.twice.Side

Edges: TypeAlias = wit.imports.twice.Edges

Change: TypeAlias = wit.imports.twice.Change
ChangeMarked: TypeAlias = wit.imports.twice.ChangeMarked
ChangeTurned: TypeAlias = wit.imports.twice.ChangeTurned
ChangeFramed: TypeAlias = wit.imports.twice.ChangeFramed
ChangeUndone: TypeAlias = wit.imports.twice.ChangeUndone

ChangeException = wit.imports.twice.ChangeException

Changes: TypeAlias = wit.imports.twice.Changes

class Exports(Protocol):
    """What the module that implements this has to have."""

    def echo_mark(self, value: Mark) -> Mark: ...
    def echo_side(self, value: Side) -> Side: ...
    def echo_edges(self, value: Edges) -> Edges: ...
    def echo_change(self, value: Change | None) -> Change | None: ...
    def echo_changes(self, value: Changes) -> Changes: ...
    def echo_refusal(self, value: wit.types.Ok[Mark] | wit.types.Err[Change]) -> Mark:
        """Fails as the host fails."""

