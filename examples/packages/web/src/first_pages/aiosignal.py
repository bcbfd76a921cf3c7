import asyncio

from aiosignal import Signal


async def send() -> list[str]:
    heard = []
    signal = Signal(owner=None)

    async def hear(word: str) -> None:
        heard.append(word)

    signal.append(hear)
    signal.freeze()
    await signal.send("Hello")
    return heard


def example() -> None:
    assert asyncio.run(send()) == ["Hello"]
