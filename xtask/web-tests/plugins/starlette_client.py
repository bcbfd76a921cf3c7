"""A test client in the place of Starlette's, which needs threads: it has `wasi_py.http.asgi` answer.

`pytest -p starlette_client` puts it there before any test imports Starlette's.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any, Self

import anyio._backends._asyncio
import httpx2
import starlette.testclient

import _wasi_py_anyio
from wasi_py.http import Request, asgi

# A component does so itself with the packages that it bundles. These come from a folder.
_wasi_py_anyio.adapt(anyio._backends._asyncio)

_STARLETTES = starlette.testclient.TestClient


class _Observed:
    """An application, and what of it a client of tests is told that others are not."""

    def __init__(self, app: Any, root_path: str, client: tuple[str, int]) -> None:
        self._app = app
        self._changes = {"root_path": root_path, "client": client}
        self.extensions: dict[str, Any] = {}
        self.trailers: list[tuple[bytes, bytes]] = []
        self.failures: dict[str, BaseException] = {}
        """What it has raised, by the type of the scope."""
        self.has_life = False
        """True if it is started up and shut down: Starlette's client does so where it is entered."""

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        async def sending(message: MutableMapping[str, Any]) -> None:
            match message["type"]:
                case "http.response.debug":
                    self.extensions = dict(message["info"])
                    return
                case "http.response.trailers":
                    self.trailers += message.get("headers", ())
            await send(message)

        if scope["type"] == "lifespan" and not self.has_life:
            raise LookupError("the client is not entered")
        if scope["type"] == "http":
            scope |= self._changes
            scope["extensions"]["http.response.debug"] = {}
        try:
            await self._app(scope, receive, sending)
        except BaseException as error:
            self.failures[scope["type"]] = error
            raise


class _Gateway(httpx2.BaseTransport):
    """Has the application answer in this thread."""

    def __init__(self, app: _Observed, raises: bool) -> None:
        self._app = app
        self._raises = raises
        self.handle = asgi(app)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._app.failures.clear()
        self._app.extensions, self._app.trailers = {}, []
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
        url = request.url
        answer = self.handle.respond(
            Request(
                request.method,
                url.raw_path.decode("ascii"),
                headers=headers,
                body=_body(request.stream),
                scheme=url.scheme,
                authority=url.netloc.decode("ascii"),
            )
        )
        if self._raises and "http" in self._app.failures:
            raise self._app.failures["http"]
        return self._response(answer, request)

    def _response(self, answer: Any, request: httpx2.Request) -> httpx2.Response:
        response = httpx2.Response(
            answer.status,
            headers=list(answer.headers.items()),
            stream=httpx2.ByteStream(answer.body.read()),
            request=request,
        )
        if self._app.trailers:
            response.extensions["http.response.trailers"] = self._app.trailers
        if debug := self._app.extensions:
            response.extensions["http.response.debug"] = debug
            for name in debug.keys() & {"template", "context"}:
                setattr(response, name, debug[name])
        return response


def _body(stream: Any) -> Iterator[bytes]:
    yield from stream


class Client(_STARLETTES):
    """A client with the arguments of Starlette's."""

    def __init__(
        self,
        app: Any,
        base_url: str = "http://testserver",
        raise_server_exceptions: bool = True,
        root_path: str = "",
        *arguments: Any,
        client: tuple[str, int] = ("testclient", 50000),
        **options: Any,
    ) -> None:
        super().__init__(app, base_url, raise_server_exceptions, root_path, *arguments, client=client, **options)
        self._observed = _Observed(self.app, root_path, client)
        self._gateway = _Gateway(self._observed, raise_server_exceptions)
        self._transport = self._gateway

    def __enter__(self) -> Self:
        self._observed.has_life = True
        self._tell(self._gateway.handle.start_up)
        return self

    def __exit__(self, *_: Any) -> None:
        self._tell(self._gateway.handle.shut_down)
        self._observed.has_life = False

    def _tell(self, event: Any) -> None:
        """Raises what the application itself has raised, as Starlette's client does."""
        self._observed.failures.clear()
        event()
        if "lifespan" in self._observed.failures:
            raise self._observed.failures["lifespan"]


starlette.testclient.TestClient = Client  # type: ignore[misc]
