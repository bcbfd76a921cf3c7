"""A request, and the answer that is pushed piece by piece.

Steps are generators that yield what has to be waited for, and return a result. A gateway that is synchronous blocks at
each, one that is not lets its event loop go on meanwhile. Without a host there is nothing to wait for.
"""

import sys
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import unquote_to_bytes

from wasi_py.http._failures import complain
from wasi_py.http.messages import WITHOUT_BODY

if TYPE_CHECKING:
    from wit.imports.poll import Pollable

_Result = TypeVar("_Result")

Steps = Generator["Pollable", None, _Result]
"""Yields what has to be waited for before it goes on."""

_OF_ONE_CONNECTION = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "te",
        "transfer-encoding",
        "upgrade",
    )
)
"""Headers that are about a connection: it is the host's, and they are left out as other servers do it."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


class ClientGoneError(OSError):
    """The client takes no more of the body."""


class Source(Protocol):
    """The body of a request."""

    def take(self) -> Steps[bytes]:
        """Returns the next piece, which is empty at the end. Raises `TransportError` if the body breaks off."""


class Reply(Protocol):
    """The way back to the client."""

    def begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Sends status and headers. Raises `ValueError` for what cannot be sent, and has then sent nothing."""

    def write(self, piece: bytes) -> Steps[None]:
        """Sends a piece of the body. Raises `ClientGoneError` if nobody takes it."""

    def finish(self, trailers: list[tuple[str, str]]) -> Steps[None]:
        """Ends the body, with headers that come after it."""

    def break_off(self) -> None:
        """Drops the body unfinished, by which the client sees that it is not whole."""


@dataclass
class Exchange:
    """A request, and the way back."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    scheme: str
    authority: str
    source: Source
    reply: Reply

    def __post_init__(self) -> None:
        if self.authority and all(name.lower() != "host" for name, _ in self.headers):
            self.headers = [("host", self.authority), *self.headers]

    @property
    def raw_path(self) -> str:
        """The path as it was sent."""
        return self.target.partition("?")[0]

    @property
    def path(self) -> bytes:
        """The path, decoded."""
        return unquote_to_bytes(self.raw_path)

    @property
    def query(self) -> str:
        """The query as it was sent."""
        return self.target.partition("?")[2]

    @property
    def server(self) -> tuple[str, int]:
        """Host and port that the client has asked."""
        host, colon, port = self.authority.rpartition(":")
        if not colon or not port.isascii() or not port.isdecimal():
            return self.authority or "localhost", _DEFAULT_PORTS.get(self.scheme, 80)
        return host, int(port)


class Answer:
    """An answer that is being given. It sees to what HTTP wants of it."""

    def __init__(self, exchange: Exchange) -> None:
        self._reply = exchange.reply
        self._is_head = exchange.method == "HEAD"
        self._left: int | None = None
        self._sends_body = True
        self.is_begun = False
        """True once the headers are on their way."""
        self.is_finished = False

    def begin(self, status: int, headers: list[tuple[str, str]], length: int | None = None) -> None:
        """Sends status and headers, and if they lack it and it is known, the length of the body."""
        headers = [(name, value) for name, value in headers if name.lower() not in _OF_ONE_CONNECTION]
        lengths = [value for name, value in headers if name.lower() == "content-length"]
        if status in WITHOUT_BODY:
            headers = [(name, value) for name, value in headers if status == 304 or name.lower() != "content-length"]
        elif not lengths and length is not None and not self._is_head:
            headers.append(("content-length", str(length)))
        self._sends_body = not self._is_head and status not in WITHOUT_BODY
        self._left = _length(lengths) if self._sends_body else None
        self._reply.begin(status, headers)
        self.is_begun = True

    def write(self, piece: bytes) -> Steps[None]:
        """Sends a piece, unless the answer has no body."""
        if not self._sends_body or not piece:
            return
        if self._left is not None:
            if len(piece) > self._left:
                raise ValueError(f"the body is longer than its `content-length`, by {len(piece) - self._left} bytes")
            self._left -= len(piece)
        yield from self._reply.write(piece)

    def finish(self, trailers: list[tuple[str, str]] | None = None) -> Steps[None]:
        """Ends the answer. Raises `ValueError` if its body is not whole."""
        if self._left:
            raise ValueError(f"the body is shorter than its `content-length`, by {self._left} bytes")
        if self._is_head:
            # Finishing it would be refused: it is not as long as the headers say.
            self._reply.break_off()
        else:
            yield from self._reply.finish(trailers or [])
        self.is_finished = True

    def break_off(self) -> None:
        """Ends an answer that cannot be finished."""
        self.is_finished = True
        self._reply.break_off()

    def fail(self) -> Steps[None]:
        """Answers with status 500, unless an answer has begun: that is broken off."""
        if self.is_finished:
            return
        if self.is_begun:
            self.break_off()
            return
        body = b"Internal Server Error\n"
        self.begin(500, [("content-type", "text/plain; charset=utf-8")], len(body))
        yield from self.write(body)
        yield from self.finish()


def blocking(steps: Steps[_Result]) -> _Result:
    """Takes the steps one after the other."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        step.block()


def complain_of(error: BaseException) -> None:
    """Writes why an answer is not whole to standard error. The exception is being handled."""
    if isinstance(error, ClientGoneError):
        print(error, file=sys.stderr)
    else:
        complain()


def status_of(value: Any) -> int:
    """Returns the status of an answer. Raises `ValueError` for what is none."""
    if not (isinstance(value, int) and 200 <= value <= 999):
        raise ValueError(f"the status of an answer is a number from 200 to 999, not {value!r}")
    return value


def _length(values: list[str]) -> int | None:
    """Reads the header `content-length`."""
    if not values:
        return None
    if len(set(values)) > 1 or not (values[0].isascii() and values[0].isdecimal()):
        raise ValueError(f"the header `content-length` is a number of bytes, not {', '.join(values)!r}")
    return int(values[0])
