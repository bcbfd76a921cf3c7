import asyncio

import aiofiles


async def read_and_write() -> str:
    async with aiofiles.open("/tmp/aiofiles", mode="w") as file:
        await file.write("Hello\nWorld\n")
    async with aiofiles.open("/tmp/aiofiles") as file:
        return "".join([line.strip() async for line in file])


def example() -> None:
    assert asyncio.run(read_and_write()) == "HelloWorld"
