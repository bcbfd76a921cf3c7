from cachetools import LRUCache, TTLCache, cached


def example() -> None:
    calls: list[int] = []

    @cached(cache=LRUCache(maxsize=32))
    def square(number: int) -> int:
        calls.append(number)
        return number**2

    assert [square(2), square(2), square(3)] == [4, 4, 9]
    assert calls == [2, 3]
    assert TTLCache(maxsize=2, ttl=10).ttl == 10
