"""Requests, responses and their bodies."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs
from wsgiref.headers import Headers

from wasi_py.http.errors import BodyTooLongError, HTTPError

DEFAULT_LIMIT = 16 * 1024 * 1024
"""How many bytes of a body are read into memory unless more is asked for."""

Content = bytes | str | Iterable[bytes]
"""What a body can be made of: all of it, or pieces, which are asked for when there is room for them."""

Fields = Mapping[str, str] | Iterable[tuple[str, str]]
"""What headers can be made of."""


class Body:
    """The bytes of a message, in pieces as they come. They come once: what has been taken is gone."""

    def __init__(self, content: Content = b"") -> None:
        whole = content.encode() if isinstance(content, str) else content
        self.length = len(whole) if isinstance(whole, bytes) else None
        """How many bytes there are in all, if that is known in advance."""
        self._pieces = iter(([whole] if whole else []) if isinstance(whole, bytes) else whole)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

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
        body: Content = b"",
        scheme: str | None = None,
        authority: str | None = None,
    ) -> None:
        path, _, query = target.partition("?")
        self.method = method
        """In capitals."""
        self.path = path
        """As it was sent: `/a%20b`."""
        self.query = parse_qs(query, keep_blank_values=True)
        """The values of each name in the query, decoded."""
        self.headers = headers_of(headers)
        """Names are the same in any case."""
        self.body = Body(body)
        self.scheme = scheme
        """`http` or `https`, if the host says."""
        self.authority = authority
        """Host and port that the client has asked."""

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

    def __init__(self, body: Content = b"", *, status: int = 200, headers: Fields = ()) -> None:
        self.status = status
        self.headers = headers_of(headers)
        """Names are the same in any case."""
        self.body = Body(body)
        if isinstance(body, str):
            self.headers.setdefault("content-type", "text/plain; charset=utf-8")

    @classmethod
    def of_json(cls, value: object, *, status: int = 200, headers: Fields = ()) -> "Response":
        """`value` in JSON."""
        response = cls(json.dumps(value).encode(), status=status, headers=headers)
        response.headers.setdefault("content-type", "application/json")
        return response

    def json(self, limit: int = DEFAULT_LIMIT) -> Any:
        """The value that the body is in JSON. Raises `ValueError` if it is none."""
        return json.loads(self.body.read(limit))


def headers_of(fields: Fields) -> Headers:
    """A copy, as headers."""
    return Headers(list(fields.items() if isinstance(fields, Mapping) else fields))
