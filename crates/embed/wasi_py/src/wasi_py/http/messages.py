"""Requests, responses and their bodies."""

import json
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain
from operator import length_hint
from typing import Any
from urllib.parse import parse_qs

from wasi_py.http import _loop
from wasi_py.http._headers import Headers
from wasi_py.http.errors import BodyTooLongError, HTTPError

DEFAULT_LIMIT = 16 * 1024 * 1024
"""How many bytes of a body are read into memory unless more is asked for."""

Piece = bytes | bytearray | memoryview
"""Bytes."""

Content = str | Piece | Iterable[Piece] | AsyncIterable[Piece]
"""What a body can be made of: all of it, or pieces, which are asked for when there is room for them."""

_SEQUENCES = (list, tuple)

Fields = Mapping[str, str] | Iterable[tuple[str, str]]
"""What headers can be made of."""


_FIRST_FINAL, _LAST = 200, 999
"""The statuses that an answer can have: the host would send no other, or none at all."""

DEFAULT_STATUS = 200
"""The status that the host gives an answer unless it is told another."""

WITHOUT_BODY = (204, 304)
"""Statuses that come without a body."""


class Body:
    """The bytes of a message, in pieces as they come. They come once: what has been taken is gone.

    In a coroutine it is iterated by `async for`, and others go on meanwhile.
    """

    def __init__(self, content: "Content | Body" = b"") -> None:
        self.length: int | None = None
        """How many bytes there are in all, if that is known in advance."""
        self._pieces: Iterator[bytes]
        self._awaited: AsyncIterable[Piece] | None = None
        """What can be iterated in both ways."""
        self.is_async = False
        """True if they can be waited for in no other way."""
        self._is_begun = True
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, Piece):
            self.length = len(whole := _piece(content))
            self._pieces = iter([whole] if whole else ())
        elif isinstance(content, _SEQUENCES):
            pieces = [_piece(piece) for piece in content]
            self.length = sum(map(len, pieces))
            self._pieces = iter(pieces)
        elif isinstance(content, Body):
            self._pieces, self._later, self.is_async = content._pieces, content._later, content.is_async
        else:
            self._is_begun = False
            if not hasattr(content, "__aiter__"):
                self._pieces = _pieces(content)
            elif hasattr(content, "__iter__"):
                self._pieces = map(_piece, content)  # type: ignore[arg-type]
                self._awaited = content  # type: ignore[assignment]
            else:
                self._later = _later_pieces(content)
                self._pieces = _loop.iterated(self._later)
                self.is_async = True

    @cached_property
    def _later(self) -> AsyncIterator[bytes] | None:
        """The same pieces, if they can be waited for in an event loop. Few ask for it."""
        return None if self._awaited is None else _later_pieces(self._awaited)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._later is not None:
            async for piece in self._later:
                yield piece
            return
        for piece in _loop.iterated_apart(self._pieces) if self.length is None else self._pieces:
            yield piece

    def begin(self) -> None:
        """Takes the first piece, but for those of another body: what cannot be sent is known before the headers are."""
        if self.length and not length_hint(self._pieces):
            raise ValueError("the body has been sent before: it comes once")
        if not self._is_begun and self.is_async:
            _loop.run(self.abegin())
        elif not self._is_begun:
            self._is_begun = True
            # What was begun in one way goes on in it.
            self._later = None
            first = next(self._pieces, b"")
            self._pieces = chain([first], self._pieces)

    async def abegin(self) -> None:
        """Does the same, and lets others go on meanwhile."""
        if self._later is None or self._is_begun:
            return _loop.apart(self.begin)
        self._is_begun = True
        first = await anext(self._later, b"")
        self._later = _chained(first, self._later)
        if self.is_async:
            self._pieces = _loop.iterated(self._later)

    def read(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """All that is left. Raises `BodyTooLongError` as soon as that is more than `limit` bytes."""
        whole = _Whole(limit)
        for piece in self._pieces:
            whole.add(piece)
        return whole.bytes()

    async def aread(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """Does the same, and lets others go on meanwhile."""
        whole = _Whole(limit)
        async for piece in self:
            whole.add(piece)
        return whole.bytes()


class _Whole:
    """The pieces of a body, up to a limit."""

    def __init__(self, limit: int) -> None:
        self._pieces: list[bytes] = []
        self._left = self._limit = limit

    def add(self, piece: bytes) -> None:
        """Adds a piece. Raises `BodyTooLongError` if there is no room for it."""
        self._left -= len(piece)
        if self._left < 0:
            raise BodyTooLongError(self._limit)
        self._pieces.append(piece)

    def bytes(self) -> bytes:
        """Returns all of it."""
        return b"".join(self._pieces)


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
        self.body = body if isinstance(body, Body) else Body(body)
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

    async def aread(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """The same, and others go on meanwhile."""
        try:
            return await self.body.aread(limit)
        except BodyTooLongError as error:
            raise HTTPError(413, str(error)) from error

    def json(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The value that the body is in JSON. One that is no JSON is answered with 400."""
        return _json(self.read(limit))

    async def ajson(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The same, and others go on meanwhile."""
        return _json(await self.aread(limit))


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
        self._check_status()
        self.body.begin()

    async def abegin(self) -> None:
        """Does the same, and lets others go on meanwhile."""
        self._check_status()
        await self.body.abegin()

    def _check_status(self) -> None:
        if not (isinstance(self.status, int) and _FIRST_FINAL <= self.status <= _LAST):
            raise ValueError(f"the status of an answer is a number from {_FIRST_FINAL} to {_LAST}, not {self.status!r}")

    def json(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The value that the body is in JSON. Raises `ValueError` if it is none."""
        return json.loads(self.body.read(limit))

    async def aread(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """All of the body. Others go on meanwhile."""
        return await self.body.aread(limit)

    async def ajson(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The same as `json`, and others go on meanwhile."""
        return json.loads(await self.body.aread(limit))


def headers_of(fields: Fields) -> Headers:
    """A copy, as headers."""
    items = list(fields.items() if isinstance(fields, Mapping) else fields)
    for name, value in items:
        if not (isinstance(name, str) and isinstance(value, str)):
            raise TypeError(f"a header is a name and a value, both of text, not {name!r}: {value!r}")
    return Headers(items)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise HTTPError(400, f"the body is no JSON: {error}") from error


def _pieces(content: Any) -> Iterator[bytes]:
    """The pieces of a body. Raises `TypeError` for what is none, and as soon as a piece is none."""
    if isinstance(content, Mapping | Set) or not isinstance(content, Iterable):
        raise TypeError(
            f"a body is text, bytes, or an iterable of bytes, not {type(content).__name__}{_advice(content)}"
        )
    return map(_piece, content)


async def _later_pieces(content: Any) -> AsyncIterator[bytes]:
    iterator = aiter(content)
    try:
        async for piece in iterator:
            yield _piece(piece)
    finally:
        if (close := getattr(iterator, "aclose", None)) is not None:
            await close()


async def _chained(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        yield first
        async for piece in rest:
            yield piece
    finally:
        if (close := getattr(rest, "aclose", None)) is not None:
            await close()


def _piece(piece: Piece) -> bytes:
    if isinstance(piece, bytes):
        return piece
    if isinstance(piece, Piece):
        return bytes(piece)
    raise TypeError(f"a piece of a body is bytes, not {type(piece).__name__}")


def _advice(content: object) -> str:
    return "; `Response.of_json` makes one of what JSON knows" if isinstance(content, Mapping) else ""
