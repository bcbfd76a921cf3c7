"""Passes on what comes in, piece by piece."""

import asyncio
import textwrap
from collections.abc import AsyncIterator, Awaitable
from typing import Any

from wit.exports.pipes import Parcel, Point
from wit.streams import Stream, new_stream
from wit.types import Err, Ok


async def echo(data: Stream[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, by way of Python."""

    async def again() -> AsyncIterator[bytes]:
        async for piece in data:
            yield piece

    return again()


async def lines(data: Stream[bytes]) -> AsyncIterator[str]:
    """The lines of a text."""

    async def split() -> AsyncIterator[str]:
        rest = b""
        async for piece in data:
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield line.decode()
        if rest:
            yield rest.decode()

    return split()


async def mirror(points: Stream[Point]) -> Stream[Point]:
    """Points, mirrored: by a writer instead of a generator."""
    writer, mirrored = new_stream()

    async def write() -> None:
        async with writer:
            async for point in points:
                await writer.write(Point(-point.x, point.y, point.name))

    tasks.add(asyncio.create_task(write()))
    return mirrored


tasks: set["asyncio.Task[Any]"] = set()
"""What goes on after its call."""


async def count(data: Stream[bytes]) -> Awaitable[int]:
    """How many bytes there were."""

    async def counted() -> int:
        return sum([len(piece) async for piece in data])

    return counted()


async def double(number: Awaitable[int]) -> Awaitable[int]:
    """Twice the number."""

    async def doubled() -> int:
        return 2 * await number

    return doubled()


async def shout(parcel: Parcel) -> Parcel:
    """The same in capitals, and its length once all of it was sent."""
    length: asyncio.Future[Ok[int] | Err[str]] = asyncio.get_running_loop().create_future()

    async def capitals() -> AsyncIterator[bytes]:
        count = 0
        async for piece in parcel.contents:
            count += len(piece)
            yield piece.upper()
        stated = await parcel.length
        length.set_result(Ok(count) if stated in (Ok(count), Err("unknown")) else Err(f"not {stated}"))

    return Parcel(parcel.name.upper(), capitals(), length)


async def pass_(data: Stream[bytes], parcel: Parcel) -> "tuple[Stream[bytes], Parcel]":
    """What it is given: nothing of it comes by Python."""
    return data, parcel


async def generate(body: str) -> AsyncIterator[bytes]:
    """What the body of an async generator yields."""
    made: AsyncIterator[bytes] = _made(body)
    return made


async def numbers(body: str) -> AsyncIterator[int]:
    """The same for numbers."""
    made: AsyncIterator[int] = _made(body)
    return made


def _made(body: str, **names: Any) -> Any:
    names |= {"asyncio": asyncio, "tasks": tasks, "new_stream": new_stream, "Point": Point, "notes": notes}
    exec("async def main():\n" + textwrap.indent(body, "    "), names)
    return names["main"]()


notes: list[object] = []
"""What one call leaves for another."""


async def consume(points: Stream[Point], body: str) -> str:
    """Runs a body that finds `points`."""
    return str(await _made(body, points=points))


def greet(name: str) -> str:
    """Has nothing to wait for."""
    return f"Hello {name}"
