from attrs import asdict, define


@define
class Point:
    x: int
    y: int = 0


def example() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert asdict(Point(1)) == {"x": 1, "y": 0}
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
