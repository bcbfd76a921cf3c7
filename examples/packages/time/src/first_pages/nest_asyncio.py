import asyncio

import nest_asyncio


async def outer() -> int:
    nest_asyncio.apply()
    return asyncio.get_event_loop().run_until_complete(asyncio.sleep(0, result=42))


def example() -> None:
    assert asyncio.run(outer()) == 42
