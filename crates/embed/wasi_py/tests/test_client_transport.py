"""The connection that a client of asyncio has to the host, with a host that is none."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import pytest

from wasi_py.http import _client_transport
from wasi_py.http._client_transport import ClientTransport

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
TURNS = 50


class Wire:
    """The host's end. It answers with `response`, and waits where `sends` says so."""

    host, port = "h", 80

    def __init__(self, response: list[bytes], refusal: OSError | None = None) -> None:
        self.response = response
        self.refusal = refusal
        self.sends = asyncio.Event()
        self.sends.set()
        self.received = b""
        self.is_begun = False
        self.is_closed = False

    def put(self, piece: bytes) -> Generator[Any, None, None]:
        if self.refusal is not None:
            raise self.refusal
        self.is_begun = True
        while not self.sends.is_set():
            yield self.sends
        self.received += piece

    def get(self, count: int) -> Generator[Any, None, bytes]:
        yield from ()
        return self.response.pop(0) if self.response else b""

    def close(self) -> None:
        self.is_closed = True


class Protocol(asyncio.Protocol):
    """A client that notes what it is told."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def data_received(self, data: bytes) -> None:
        self.said.append(data)

    def eof_received(self) -> None:
        self.said.append("end")

    def pause_writing(self) -> None:
        self.said.append("pause")

    def resume_writing(self) -> None:
        self.said.append("resume")

    def connection_lost(self, exc: BaseException | None) -> None:
        self.said.append(exc)


async def waiting(steps: Generator[Any, None, Any]) -> Any:
    """Waits for events, in place of what a host has."""
    while True:
        try:
            await next(steps).wait()
        except StopIteration as end:
            return end.value


async def turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


Test = Callable[[pytest.MonkeyPatch], None]


def in_loop(body: Callable[[], Coroutine[Any, Any, None]]) -> Test:
    def test(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_client_transport, "waiting", waiting)
        asyncio.run(body())

    test.__name__ = body.__name__
    return test


def connected(wire: Wire) -> tuple[ClientTransport, Protocol]:
    protocol = Protocol()
    return ClientTransport(wire, protocol, protocol.connection_lost), protocol


@in_loop
async def test_response_comes_once_the_request_has_begun() -> None:
    wire = Wire([b"one", b"two"])
    transport, protocol = connected(wire)
    await turns()
    assert (protocol.said, transport.is_closing()) == ([], False)
    transport.write(REQUEST)
    await turns()
    assert protocol.said == [b"one", b"two", "end", None]
    assert (wire.received, wire.is_closed, transport.is_closing()) == (REQUEST, True, True)


@in_loop
async def test_response_does_not_wait_for_a_request_that_nobody_takes() -> None:
    wire = Wire([b"too long"])
    wire.sends.clear()
    transport, protocol = connected(wire)
    transport.write(REQUEST + b"body")
    await turns()
    assert protocol.said == [b"too long", "end", None]
    assert (wire.received, wire.is_closed) == (b"", True)


@in_loop
async def test_client_pauses_while_the_host_has_no_room() -> None:
    wire = Wire([])
    wire.sends.clear()
    transport, protocol = connected(wire)
    transport.pause_reading()
    transport.write(REQUEST)
    await turns()
    piece = bytes(100_000)
    transport.write(piece)
    await turns()
    assert (protocol.said, transport.get_write_buffer_size()) == (["pause"], len(piece))
    wire.sends.set()
    await turns()
    assert (protocol.said, transport.get_write_buffer_size()) == (["pause", "resume"], 0)
    assert wire.received == REQUEST + piece
    assert not transport.is_reading()
    transport.close()
    await turns()


@in_loop
async def test_response_waits_for_a_client_that_has_paused() -> None:
    transport, protocol = connected(Wire([b"one"]))
    transport.pause_reading()
    transport.write(REQUEST)
    await turns()
    assert protocol.said == []
    transport.resume_reading()
    await turns()
    assert protocol.said == [b"one", "end", None]


@in_loop
async def test_refusal_ends_the_connection() -> None:
    refusal = OSError("not this request")
    wire = Wire([], refusal)
    transport, protocol = connected(wire)
    transport.write(REQUEST)
    await turns()
    assert (protocol.said, wire.is_closed) == ([refusal], True)


@in_loop
async def test_nobody_waits_for_the_host_when_it_is_let_go_of() -> None:
    for count in range(TURNS):
        wire = Wire([])
        wire.sends.clear()
        transport, protocol = connected(wire)
        transport.pause_reading()
        transport.write(REQUEST)
        for _ in range(count):
            await asyncio.sleep(0)
        transport.abort()
        assert not wire.is_closed
        await turns()
        assert (protocol.said, wire.is_closed) == ([None], True)
        assert asyncio.all_tasks() == {asyncio.current_task()}
