"""Returns what comes, item by item, whatever it is."""

from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

from wit.streams import Stream

_Item = TypeVar("_Item")


async def _again(items: Stream[_Item]) -> AsyncIterator[_Item]:
    async def again() -> AsyncIterator[_Item]:
        async for item in items:
            yield item

    return again()


async def _later(item: Awaitable[_Item]) -> Awaitable[_Item]:
    async def later() -> _Item:
        return await item

    return later()


bools = small_numbers = numbers = large_numbers = fractions = texts = lists = chunks = _again
options = results = pairs = suits = accesses = shapes = samples = _again
later = text_later = result_later = option_later = _later


async def nested(items: list[Stream[str]]) -> list[AsyncIterator[str]]:
    """The same streams in another list, the last one first."""
    return [await _again(item) for item in reversed(items)]
