"""Handlers that have an application answer which is written for another server's interface."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wasi_py import snapshot
from wasi_py.http._exchange import Exchange, Steps
from wasi_py.http.messages import Fields, Request, Response, headers_of

if TYPE_CHECKING:
    from wit.imports.types import IncomingRequest, ResponseOutparam


class Gateway(ABC):
    """A handler of requests: what a world exports as `handle` of `wasi:http/incoming-handler`."""

    def __init__(self) -> None:
        snapshot.preload("wasi_py.http._host_exchange")

    def __call__(self, request: "IncomingRequest", response_out: "ResponseOutparam") -> None:
        """The export `handle` of `wasi:http/incoming-handler`."""
        from wasi_py.http import _host_exchange

        _host_exchange.receive(request, response_out, self._serve)

    def respond(self, request: Request) -> Response:
        """The answer to a request, without a host. What was sent of a body that breaks off is all there is of it."""
        reply = _Kept()
        headers = [(name.lower(), value) for name, value in request.headers.items()]
        authority = request.authority or request.headers.get("host") or ""
        source = _Pieces(iter(request.body))
        self._serve(
            Exchange(request.method, request.target, headers, request.scheme or "http", authority, source, reply)
        )
        return Response(reply.pieces, status=reply.status, headers=reply.headers)

    def warm_up(self, method: str, target: str, *, headers: Fields = (), body: bytes = b"") -> None:
        """Has the host that builds the component make this request before the snapshot, as `App.warm_up` does."""
        entries = [(name, value.encode("latin-1")) for name, value in headers_of(headers).items()]
        snapshot._requests.append((method, target, entries, body))

    @abstractmethod
    def _serve(self, exchange: Exchange) -> None:
        """Answers, whatever happens."""


class _Pieces:
    """The body of a request that is there already."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def take(self) -> Steps[bytes]:
        yield from ()
        return next((piece for piece in self._pieces if piece), b"")


class _Kept:
    """An answer that is kept, for tests."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.pieces: list[bytes] = []

    def begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            value.encode("latin-1")
            if any(character in "\0\r\n" for character in name + value):
                raise ValueError(f"the header {name!r} cannot be sent")
        self.status, self.headers = status, headers

    def write(self, piece: bytes) -> Steps[None]:
        yield from ()
        self.pieces.append(piece)

    def finish(self, trailers: list[tuple[str, str]]) -> Steps[None]:
        yield from ()

    def break_off(self) -> None:
        pass
