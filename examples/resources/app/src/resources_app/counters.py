"""The interface `counters`."""

from wit.types import Err

_alive = 0


class Counter:
    """Counts up."""

    def __init__(self, start: int) -> None:
        global _alive
        _alive += 1
        self._value = start

    def __del__(self) -> None:
        global _alive
        _alive -= 1

    def increment(self, by: int) -> int:
        self._value += by
        return self._value

    def value(self) -> int:
        return self._value

    @staticmethod
    def sum(counters: list["Counter"]) -> "Counter":
        return Counter(total(counters))


class Limited:
    """Counts up to a limit."""

    def __init__(self, limit: int) -> None:
        if limit == 0:
            raise Err("a limit of 0 is none")
        self._limit = limit
        self._value = 0

    def increment(self) -> int:
        if self._value == self._limit:
            raise Err(f"more than {self._limit}")
        self._value += 1
        return self._value


def total(counters: list[Counter]) -> int:
    return sum(counter.value() for counter in counters)


def finish(counter: Counter) -> int:
    return counter.value()


def alive() -> int:
    return _alive
