import asyncio

from asgiref.sync import async_to_sync, sync_to_async


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


def example() -> None:
    assert async_to_sync(double)(21) == 42
    assert asyncio.run(sync_to_async(len)("abc")) == 3
