import asyncio

import aiosqlite


async def rows() -> list[tuple]:
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("CREATE TABLE people (name TEXT)")
        await database.execute("INSERT INTO people VALUES (?)", ("Ann",))
        async with database.execute("SELECT name FROM people") as cursor:
            return list(await cursor.fetchall())


def example() -> None:
    assert asyncio.run(rows()) == [("Ann",)]
