"""Requests that warm up what answers them, and answers that are none of the app's."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any

from wasi_py.http.errors import HTTPError
from wasi_py.http.messages import Request, Response

PATH = "/.wasi-py/rehearsal"
_HEADERS = {"host": "localhost", "user-agent": "wasi-py", "accept": "*/*"}
_JSON = {"content-type": "application/json"}

REQUESTS = [
    ("GET", PATH, _HEADERS, b""),
    ("GET", f"{PATH}/Ann?tag=a&tag=b", _HEADERS, b""),
    ("GET", f"{PATH}/pieces", _HEADERS, b""),
    ("GET", f"{PATH}/refusal", _HEADERS, b""),
    ("POST", PATH, _HEADERS | _JSON, b'{"name": "Ann", "tags": ["a"]}'),
]
"""Method, path and query, headers and body of each."""


def _text(_: Request) -> str:
    return "text\n"


def _of_query(request: Request, name: str) -> bytes:
    return name.encode() + repr(request.query).encode()


def _pieces(_: Request) -> Iterator[bytes]:
    yield b"a"
    yield b"b"


def _refusal(_: Request) -> str:
    raise HTTPError(404)


def _json(request: Request) -> Response:
    return Response.of_json(request.json(), status=201)


ROUTES: list[tuple[str, str, Callable[..., Any]]] = [
    ("GET", PATH, _text),
    ("GET", f"{PATH}/pieces", _pieces),
    ("GET", f"{PATH}/refusal", _refusal),
    ("GET", f"{PATH}/{{name}}", _of_query),
    ("POST", PATH, _json),
]
"""Method, path and handler of each."""


class Wsgi:
    """A WSGI application. It is an object, as those of frameworks are."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [body or b"text\n"]


class Asgi:
    """An ASGI application."""

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            raise NotImplementedError
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"text\n"})
