"""WSGI: applications of Flask, Django and others as handlers. PEP 3333 is what both sides keep to."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from wasi_py.http._exchange import Answer, Exchange, Source, blocking, complain_of, status_of
from wasi_py.http._gateway import Gateway

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_BUFFER = 64 * 1024


class WsgiGateway(Gateway):
    """A handler that has a WSGI application answer."""

    _application: "WSGIApplication"

    def _stand_in(self) -> "WSGIApplication":
        from wasi_py.http._rehearsal import Wsgi

        return Wsgi()

    def _serve(self, exchange: Exchange) -> None:
        answer = _WsgiAnswer(exchange)
        try:
            self._run(exchange, answer)
        except BaseException as error:
            complain_of(error)
            blocking(answer.fail())

    def _run(self, exchange: Exchange, answer: "_WsgiAnswer") -> None:
        pieces = self._application(environ_of(exchange), answer.start)
        try:
            answer.send(pieces)
        finally:
            if (close := getattr(pieces, "close", None)) is not None:
                close()


class _WsgiAnswer(Answer):
    """An answer, whose headers are sent with the first piece of its body that is not empty."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange)
        self._head: tuple[int, list[tuple[str, str]]] | None = None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        """`start_response`, as applications call it."""
        try:
            if exc_info and self.is_begun:
                raise exc_info[1].with_traceback(exc_info[2])
            if not exc_info and self._head is not None:
                raise RuntimeError("`start_response` was called twice, and the second time without `exc_info`")
            self._head = (_status(status), [_header(*header) for header in headers])
        finally:
            # The frames of the traceback hold this one.
            exc_info = None
        return self._write

    def send(self, pieces: Iterable[bytes]) -> None:
        """Sends the pieces, each before the next one is asked for."""
        length = _length(pieces)
        for piece in pieces:
            self._write(piece, length)
        self._begin_once(0)
        blocking(self.finish())

    def _write(self, piece: bytes, length: int | None = None) -> None:
        if not isinstance(piece, bytes):
            raise TypeError(f"a piece of a body is bytes, not {type(piece).__name__}")
        if piece:
            self._begin_once(length and len(piece))
            blocking(self.write(piece))

    def _begin_once(self, length: int | None) -> None:
        if self.is_begun:
            return
        if self._head is None:
            raise RuntimeError("the application sends a body, and has not called `start_response`")
        self.begin(*self._head, length)


class _Input(io.RawIOBase):
    """`wsgi.input` without its buffer."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(blocking(self._source.take()))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def environ_of(exchange: Exchange) -> dict[str, Any]:
    """Returns the environment of a request."""
    host, port = exchange.server
    environ: dict[str, Any] = {
        "REQUEST_METHOD": exchange.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": exchange.path.decode("latin-1"),
        "QUERY_STRING": exchange.query,
        "REQUEST_URI": exchange.target,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "wasi-py",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": exchange.scheme,
        "wsgi.input": io.BufferedReader(_Input(exchange.source), _BUFFER),
        # The host ends the body where it ends, also one of unknown length.
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in exchange.headers:
        _add(environ, name, value)
    return environ


def _add(environ: dict[str, Any], name: str, value: str) -> None:
    """Adds a header. One with `_` in its name is left out: it would be taken for the one with `-`."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','} {value}"
    environ[key] = value


def _length(pieces: Iterable[bytes]) -> int | None:
    """Returns how many pieces there are if that is one, which is then the whole body."""
    try:
        return 1 if len(pieces) == 1 else None  # type: ignore[arg-type]
    except TypeError:
        return None


def _status(status: str) -> int:
    if not isinstance(status, str):
        raise TypeError(f"a status of WSGI is text, not {type(status).__name__}")
    code = status[:3]
    if not (code.isascii() and code.isdecimal() and status[3:4] in ("", " ")):
        raise ValueError(f"a status of WSGI is like `200 OK`, not {status!r}")
    return status_of(int(code))


def _header(name: str, value: str) -> tuple[str, str]:
    if not (isinstance(name, str) and isinstance(value, str)):
        raise TypeError(f"a header is a name and a value, both of text, not {name!r}: {value!r}")
    return name, value
