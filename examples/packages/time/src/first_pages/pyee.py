from pyee.asyncio import AsyncIOEventEmitter
from pyee.base import EventEmitter


def example() -> None:
    heard: list[int] = []
    emitter = EventEmitter()
    emitter.on("event", heard.append)
    emitter.emit("event", 5)
    assert heard == [5]
    assert AsyncIOEventEmitter is not None
