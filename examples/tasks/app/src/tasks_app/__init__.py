"""Asks the host for many things at a time, and answers many calls at a time."""

import asyncio
import textwrap
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from wit.imports import catalogue

running: list[str] = []
notes: list[object] = []
"""What calls leave for others."""


@contextmanager
def noted(name: str) -> Generator[None]:
    """Notes a call as long as it runs."""
    running.append(name)
    try:
        yield
    finally:
        running.remove(name)


async def total(items: list[str]) -> int:
    """The sum of the prices, all asked for at once."""
    with noted("total"):
        return sum(await asyncio.gather(*(catalogue.price(item) for item in items)))


async def price(item: str) -> int:
    """The price of one item. What the host has no price for is an error of the world."""
    with noted("price"):
        return await catalogue.price(item)


async def nap(milliseconds: int) -> int:
    """Sleeps, and says how many were awake."""
    with noted("nap"):
        await asyncio.sleep(milliseconds / 1000)
        return len(running)


def greet(name: str) -> str:
    """Has nothing to wait for: a plain function will do."""
    return f"Hello {name}"


async def offers(shop: catalogue.Shop, item: str) -> list[str]:
    """Offers of a shop that is lent to this call, and of another."""
    async with asyncio.TaskGroup() as group:
        ours = group.create_task(shop.offer(item))
        other = await catalogue.Shop.find("other")
        theirs = group.create_task(other.offer(item))
    found = [ours.result(), theirs.result()]
    return found if await catalogue.is_cheaper(shop, other) else found[::-1]


async def run(body: str) -> str:
    """Runs the body of an async function."""
    names: dict[str, Any] = {"asyncio": asyncio, "catalogue": catalogue, "notes": notes, "running": running}
    exec("async def main():\n" + textwrap.indent(body, "    "), names)
    with noted("run"):
        return str(await names["main"]())


def pending() -> int:
    """How many calls have not returned."""
    return len(running)


class Counter:
    """Counts, and lets others go on meanwhile."""

    def __init__(self, start: int) -> None:
        self.value = start

    async def add(self, number: int) -> int:
        """Adds."""
        await asyncio.sleep(0)
        self.value += number
        return self.value

    @staticmethod
    async def sum(one: "Counter", other: "Counter") -> "Counter":
        """The sum of two."""
        await asyncio.sleep(0)
        return Counter(one.value + other.value)
