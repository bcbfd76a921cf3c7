"""Has another component do many things at a time, and loses patience."""

import asyncio
from collections.abc import AsyncIterator

from wit.imports import pipes
from wit.streams import Stream
from wit.types import Err


async def run_all(bodies: list[str], milliseconds: int) -> list[str]:
    """What each body returns, or why there is nothing."""
    return await asyncio.gather(*(_run(body, milliseconds / 1000) for body in bodies))


async def _run(body: str, patience_s: float) -> str:
    try:
        async with asyncio.timeout(patience_s):
            return await pipes.consume(_points(0), body)
    except TimeoutError:
        return "timed out"
    except Err as error:
        raised: pipes.Exception = error.value
        return f"{raised.type_name}: {raised.message}"


async def _points(count: int) -> AsyncIterator[pipes.Point]:
    for number in range(count):
        yield pipes.Point(number, -number)


async def through(data: Stream[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, by way of the other component."""
    return await pipes.echo(data)


async def sum(count: int, body: str) -> str:
    """What the body over there makes of points from here."""
    return await pipes.consume(_points(count), body)
