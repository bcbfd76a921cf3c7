import asyncio

import sniffio


async def library() -> str:
    return sniffio.current_async_library()


def example() -> None:
    assert asyncio.run(library()) == "asyncio"
