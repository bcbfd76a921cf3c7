import asyncio

import async_timeout


async def wait() -> str:
    try:
        async with async_timeout.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        return "too late"
    return "in time"


def example() -> None:
    assert asyncio.run(wait()) == "too late"
