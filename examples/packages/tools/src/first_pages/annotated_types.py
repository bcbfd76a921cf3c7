from typing import Annotated, get_type_hints

from annotated_types import Gt, Interval


def grow(age: Annotated[int, Gt(18)]) -> None: ...


def example() -> None:
    (limit,) = get_type_hints(grow, include_extras=True)["age"].__metadata__
    assert limit == Gt(18)
    assert list(Interval(gt=1, le=3)) != []
