from beartype import beartype
from beartype.roar import BeartypeCallHintParamViolation


@beartype
def total(numbers: list[int]) -> int:
    return sum(numbers)


def example() -> None:
    assert total([1, 2]) == 3
    try:
        total(["a"])
    except BeartypeCallHintParamViolation:
        return
    raise AssertionError("a wrong type was accepted")
