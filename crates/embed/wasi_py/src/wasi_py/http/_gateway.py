"""Handlers that have an application answer which is written for another server's interface."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wasi_py import snapshot
from wasi_py.http._exchange import Exchange, Steps
from wasi_py.http._handler import WarmedUp
from wasi_py.http.messages import Request, Response

if TYPE_CHECKING:
    from wit.imports.types import IncomingRequest, ResponseOutparam


_host_exchange: Any = None
"""What receives requests of hosts. It is imported at the first one: it would fail where there is no host."""


class Gateway(WarmedUp):
    """A handler of requests: what a world exports as `handle` of `wasi:http/incoming-handler`."""

    def __init__(self, application: Any) -> None:
        self._application = application
        snapshot.preload("wasi_py.http._host_exchange")
        self._rehearse_if_exported(self)

    def __call__(self, request: "IncomingRequest", response_out: "ResponseOutparam") -> None:
        """The export `handle` of `wasi:http/incoming-handler`."""
        global _host_exchange
        if _host_exchange is None:
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

    def _rehearse(self) -> None:
        if snapshot._requests:
            # The app has named its own, which need the application.
            return
        from wasi_py.http import _rehearsal

        snapshot.register_before_snapshot(self._set_application, self._application)
        self._set_application(self._stand_in())
        for method, target, headers, body in _rehearsal.REQUESTS:
            self.warm_up(method, target, headers=headers, body=body)

    def _set_application(self, application: Any) -> None:
        """Has another application answer."""
        self._application = application

    @abstractmethod
    def _stand_in(self) -> object:
        """An application that answers in a rehearsal."""

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
