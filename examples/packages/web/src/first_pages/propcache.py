from propcache.api import cached_property


class Squares:
    calls = 0

    @cached_property
    def total(self) -> int:
        self.calls += 1
        return sum(number**2 for number in range(10))


def example() -> None:
    squares = Squares()
    assert (squares.total, squares.total, squares.calls) == (285, 285, 1)
