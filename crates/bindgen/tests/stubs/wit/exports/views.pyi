"""What a host may ask about Python's side of the types."""

import wit.imports.shapes
from typing import Protocol, TypeAlias

Shape: TypeAlias = wit.imports.shapes.Shape
ShapeCircle: TypeAlias = wit.imports.shapes.ShapeCircle
ShapePolygon: TypeAlias = wit.imports.shapes.ShapePolygon
ShapeNone: TypeAlias = wit.imports.shapes.ShapeNone
ShapeGroup: TypeAlias = wit.imports.shapes.ShapeGroup

ShapeException = wit.imports.shapes.ShapeException

class Exports(Protocol):
    """What the module that implements this has to have."""

    def describe(self, value: Shape) -> tuple[str, str]:
        """`repr()` of a value, and what a `match` statement makes of it."""
    def run(self, program: str) -> str:
        """Runs a program, which may use the package `wit`, and returns `str(result)`."""

