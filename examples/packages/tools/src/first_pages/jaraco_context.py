import os

from jaraco.context import ExceptionTrap, suppress


def example() -> None:
    with ExceptionTrap(ValueError) as trap:
        int("x")
    assert trap
    with suppress(KeyError):
        os.environ["NOT_THERE"]
