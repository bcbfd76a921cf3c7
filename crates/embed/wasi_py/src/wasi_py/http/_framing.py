"""Requests of HTTP/1.1 as the bytes that a client sends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

LONGEST_HEAD = 1024 * 1024
"""How many bytes of a head are kept: hosts refuse far shorter ones."""
_LONGEST_LINE = 4096
"""How many bytes the line in front of a chunk, and all of the trailers, may have."""

_FIRST_LINE = re.compile(rb"([^ \r\n]+) ([^ \r\n]+) HTTP/1\.[01]")
_FIELD = re.compile(rb"([^:\s]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_OF_ONE_CONNECTION = frozenset(
    ("connection", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade")
)
"""Headers that the host writes, or that are about a connection of its own."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


class RefusedError(OSError):
    """The host would not do what a client asks for, and shall not seem to."""


@dataclass
class Head:
    """A request without its body."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    """Those that are to be sent."""
    length: int | None
    """How many bytes the body has, unless it comes in chunks."""
    waits_for_permission: bool
    """True if the client sends the body only when it is told to: `Expect: 100-continue`."""


def read_head(content: bytes, scheme: str, host: str, port: int) -> Head:
    """Reads a head, which ends before its empty line. Raises `RefusedError` for one that no host sends like that."""
    first, *lines = content.split(b"\r\n")
    fields = list(map(_field, lines))
    names = {name.lower(): value for name, value in fields}
    method, target = _first_line(first)
    _check_host(names.get("host"), scheme, host, port)
    is_chunked = _is_chunked(names)
    return Head(
        method,
        target,
        [field for field in fields if field[0].lower() not in _OF_ONE_CONNECTION],
        None if is_chunked else _length(names),
        names.get("expect", "").lower() == "100-continue",
    )


class BodyReader:
    """Takes the framing of a body off."""

    def __init__(self, length: int | None) -> None:
        self._left = 0 if length is None else length
        self._is_chunked = length is None
        self._is_between = length is None
        self.is_whole = length == 0

    def read(self, received: bytearray) -> Iterator[bytes]:
        """Takes the pieces of the body out of what has been received."""
        while received and not self.is_whole:
            if self._is_between:
                if not self._read_line(received):
                    return
            else:
                piece = bytes(received[: self._left])
                del received[: self._left]
                self._left -= len(piece)
                self._is_between = self._is_chunked and not self._left
                self.is_whole = not self._is_chunked and not self._left
                yield piece

    def _read_line(self, received: bytearray) -> bool:
        """Reads how long the next chunk is. Returns false if that has not arrived yet."""
        # The line before it ends the chunk that has been read.
        start = 2 if received.startswith(b"\r\n") else 0
        end = received.find(b"\r\n", start)
        if end < 0:
            if len(received) > _LONGEST_LINE:
                _refuse("a chunk of a body begins with its length, and not with so long a line")
            return False
        size = bytes(received[start:end]).partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", size):
            _refuse(f"a chunk of a body begins with its length, not with {size[:20]!r}")
        self._left = int(size, 16)
        if self._left:
            del received[: end + 2]
            self._is_between = False
            return True
        return self._read_trailers(received, end)

    def _read_trailers(self, received: bytearray, end: int) -> bool:
        last = received.find(b"\r\n\r\n", end)
        if last < 0:
            if len(received) > _LONGEST_LINE:
                _refuse("the trailers of a body are too long")
            return False
        if last > end:
            _refuse("trailers of a request are not sent by the host")
        del received[: last + 4]
        self.is_whole = True
        return True


def _first_line(line: bytes) -> tuple[str, str]:
    match = _FIRST_LINE.fullmatch(line)
    if match is None:
        _refuse(f"a component makes requests of HTTP/1.1, not {line[:60]!r}")
    method, target = match[1].decode("latin-1"), match[2].decode("latin-1")
    if method == "CONNECT" or not (target.startswith("/") or target == "*"):
        _refuse(
            "requests of a component go no way through a proxy but that of its host; unset the proxy of this client"
        )
    return method, target


def _field(line: bytes) -> tuple[str, str]:
    match = _FIELD.fullmatch(line)
    if match is None:
        _refuse(f"a header has a name and a value, not {line[:60]!r}")
    return match[1].decode("latin-1"), match[2].decode("latin-1")


def _check_host(said: str | None, scheme: str, host: str, port: int) -> None:
    """Checks that the header `host` names the host that is asked: they are one to the host of a component."""
    if said is not None and _with_port(said, scheme) != (host.strip("[]").rstrip(".").lower(), port):
        _refuse(f"the header `host` of a component's request names whom it asks, `{host}:{port}`, and not {said!r}")


def _with_port(authority: str, scheme: str) -> tuple[str, int]:
    host, colon, port = authority.rpartition(":")
    if not (colon and port.isascii() and port.isdecimal()):
        host, port = authority.removesuffix(":"), str(_DEFAULT_PORTS[scheme])
    return host.strip("[]").rstrip(".").lower(), int(port)


def _is_chunked(names: dict[str, str]) -> bool:
    coding = names.get("transfer-encoding")
    if coding is not None and coding.lower() != "chunked":
        _refuse(f"the only transfer coding of a request is `chunked`, not {coding!r}")
    return coding is not None


def _length(names: dict[str, str]) -> int:
    text = names.get("content-length", "0")
    if not (text.isascii() and text.isdecimal()):
        _refuse(f"the header `content-length` is a number of bytes, not {text!r}")
    return int(text)


def _refuse(reason: str) -> NoReturn:
    raise RefusedError(reason)
