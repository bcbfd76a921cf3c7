import asyncio

from aioitertools import enumerate, islice


async def numbers() -> list[tuple[int, str]]:
    return [pair async for pair in islice(enumerate("abc"), 2)]


def example() -> None:
    assert asyncio.run(numbers()) == [(0, "a"), (1, "b")]
