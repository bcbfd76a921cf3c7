"""The interface `views`."""

from wit.imports import shapes


def describe(value: shapes.Shape) -> tuple[str, str]:
    """`repr()` of a value, and what a `match` statement makes of it."""
    return repr(value), _kind(value)


def _kind(value: shapes.Shape) -> str:
    match value:
        case shapes.ShapeCircle(radius):
            return f"a circle of {radius}"
        case shapes.ShapePolygon(shapes.Polygon(name, corners, shapes.Colour.RED)):
            return f"{name}, red, {len(corners)} corners"
        case shapes.ShapePolygon(polygon):
            return f"{polygon.name}, {polygon.colour.name}"
        case shapes.ShapeNone():
            return "nothing"
        case shapes.ShapeGroup(members):
            return f"{len(members)} points"


def run(program: str) -> str:
    """The text of `result`, which the program leaves."""
    names: dict[str, object] = {}
    exec(program, names)
    return str(names["result"])
