import inspect

from decorator import decorator


@decorator
def doubled(function, *arguments, **named):
    return 2 * function(*arguments, **named)


@doubled
def add(one: int, other: int = 1) -> int:
    return one + other


def example() -> None:
    assert add(20) == 42
    assert str(inspect.signature(add)) == "(one: int, other: int = 1) -> int"
