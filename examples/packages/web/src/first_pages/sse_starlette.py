import asyncio

from sse_starlette.sse import EventSourceResponse, ServerSentEvent


async def events() -> list[bytes]:
    async def numbers():
        for number in (1, 2):
            yield ServerSentEvent(data=str(number), event="count")

    response = EventSourceResponse(numbers())
    return [event.encode() async for event in response.body_iterator]


def example() -> None:
    assert asyncio.run(events())[0] == b"event: count\r\ndata: 1\r\n\r\n"
