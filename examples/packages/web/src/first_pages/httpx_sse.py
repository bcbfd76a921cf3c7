import httpx
from httpx_sse import connect_sse

EVENTS = "event: greeting\ndata: Hello\n\ndata: Bye\n\n"


def example() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=EVENTS, headers={"content-type": "text/event-stream"})

    with (
        httpx.Client(transport=httpx.MockTransport(answer)) as client,
        connect_sse(client, "GET", "http://example.org") as source,
    ):
        events = [(event.event, event.data) for event in source.iter_sse()]
    assert events == [("greeting", "Hello"), ("message", "Bye")]
