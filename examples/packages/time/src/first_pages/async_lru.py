import asyncio

from async_lru import alru_cache

calls: list[int] = []


@alru_cache(maxsize=32)
async def square(number: int) -> int:
    calls.append(number)
    return number**2


async def squares() -> list[int]:
    calls.clear()
    return [await square(2), await square(2)]


def example() -> None:
    assert asyncio.run(squares()) == [4, 4]
    assert calls == [2]
