"""Requests, responses and their bodies."""

import json
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain
from operator import length_hint
from typing import Any
from urllib.parse import parse_qs

from wasi_py.http._headers import Headers
from wasi_py.http.errors import BodyTooLongError, HTTPError

DEFAULT_LIMIT = 16 * 1024 * 1024
"""How many bytes of a body are read into memory unless more is asked for."""

Piece = bytes | bytearray | memoryview
"""Bytes."""

Content = str | Piece | Iterable[Piece]
"""What a body can be made of: all of it, or pieces, which are asked for when there is room for them."""

Fields = Mapping[str, str] | Iterable[tuple[str, str]]
"""What headers can be made of."""


_FIRST_FINAL, _LAST = 200, 999
"""The statuses that an answer can have: the host would send no other, or none at all."""

DEFAULT_STATUS = 200
"""The status that the host gives an answer unless it is told another."""

WITHOUT_BODY = (204, 304)
"""Statuses that come without a body."""


class Body:
    """The bytes of a message, in pieces as they come. They come once: what has been taken is gone."""

    def __init__(self, content: "Content | Body" = b"") -> None:
        self.length: int | None = None
        """How many bytes there are in all, if that is known in advance."""
        self._pieces: Iterator[bytes]
        self._is_begun = True
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, Piece):
            content = [content] if content else []
        if isinstance(content, list | tuple):
            whole = [_piece(piece) for piece in content]
            self.length = sum(map(len, whole))
            self._pieces = iter(whole)
        elif isinstance(content, Body):
            self._pieces = content._pieces
        else:
            self._pieces = _pieces(content)
            self._is_begun = False

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def begin(self) -> None:
        """Takes the first piece, but for those of another body: what cannot be sent is known before the headers are."""
        if self.length and not length_hint(self._pieces):
            raise ValueError("the body has been sent before: it comes once")
        if not self._is_begun:
            self._is_begun = True
            first = next(self._pieces, b"")
            self._pieces = chain([first], self._pieces)

    def read(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """All that is left. Raises `BodyTooLongError` as soon as that is more than `limit` bytes."""
        pieces, length = [], 0
        for piece in self._pieces:
            length += len(piece)
            if length > limit:
                raise BodyTooLongError(limit)
            pieces.append(piece)
        return b"".join(pieces)


class Request:
    """What a client asks."""

    def __init__(
        self,
        method: str,
        target: str,
        *,
        headers: Fields = (),
        body: Content | Body = b"",
        scheme: str | None = None,
        authority: str | None = None,
    ) -> None:
        self.method = method
        """In capitals."""
        self.target = target
        """Path and query as they were sent."""
        self.path = target.partition("?")[0]
        """As it was sent: `/a%20b`."""
        self.headers = headers_of(headers)
        """Names are the same in any case."""
        self.body = Body(body)
        self.scheme = scheme
        """`http` or `https`, if the host says."""
        self.authority = authority
        """Host and port that the client has asked."""

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The values of each name in the query, decoded."""
        return parse_qs(self.target.partition("?")[2], keep_blank_values=True)

    def read(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """The whole body. One that is longer than `limit` bytes is answered with 413."""
        try:
            return self.body.read(limit)
        except BodyTooLongError as error:
            raise HTTPError(413, str(error)) from error

    def json(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The value that the body is in JSON. One that is no JSON is answered with 400."""
        try:
            return json.loads(self.read(limit))
        except ValueError as error:
            raise HTTPError(400, f"the body is no JSON: {error}") from error


class Response:
    """What is answered to a request."""

    def __init__(self, body: Content | Body = b"", *, status: int = 200, headers: Fields = ()) -> None:
        self.status = status
        self.headers = headers_of(headers)
        """Names are the same in any case."""
        self.body = Body(body)
        self.handler: Callable[..., object] | None = None
        """The function whose answer it is."""
        if isinstance(body, str):
            self.headers.setdefault("content-type", "text/plain; charset=utf-8")

    @classmethod
    def of_json(cls, value: object, *, status: int = 200, headers: Fields = ()) -> "Response":
        """`value` in JSON."""
        response = cls(json.dumps(value).encode(), status=status, headers=headers)
        response.headers.setdefault("content-type", "application/json")
        return response

    def begin(self) -> None:
        """Checks what can be known before the headers are sent."""
        if not (isinstance(self.status, int) and _FIRST_FINAL <= self.status <= _LAST):
            raise ValueError(f"the status of an answer is a number from {_FIRST_FINAL} to {_LAST}, not {self.status!r}")
        self.body.begin()

    def json(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The value that the body is in JSON. Raises `ValueError` if it is none."""
        return json.loads(self.body.read(limit))


def headers_of(fields: Fields) -> Headers:
    """A copy, as headers."""
    items = list(fields.items() if isinstance(fields, Mapping) else fields)
    for name, value in items:
        if not (isinstance(name, str) and isinstance(value, str)):
            raise TypeError(f"a header is a name and a value, both of text, not {name!r}: {value!r}")
    return Headers(items)


def _pieces(content: Iterable[Piece]) -> Iterator[bytes]:
    """The pieces of a body. Raises `TypeError` for what is none, and as soon as a piece is none."""
    if isinstance(content, Coroutine):
        # Nobody will await it, and Python shall not say so as well.
        content.close()
    if isinstance(content, Mapping | Set) or not isinstance(content, Iterable):
        raise TypeError(
            f"a body is text, bytes, or an iterable of bytes, not {type(content).__name__}{_advice(content)}"
        )
    return map(_piece, content)


def _piece(piece: Piece) -> bytes:
    if isinstance(piece, bytes):
        return piece
    if isinstance(piece, Piece):
        return bytes(piece)
    raise TypeError(f"a piece of a body is bytes, not {type(piece).__name__}")


def _advice(content: object) -> str:
    match content:
        case Mapping():
            return "; `Response.of_json` makes one of what JSON knows"
        case Coroutine():
            return "; a handler is no `async def`, but can call `asyncio.run`"
        case _:
            return ""
