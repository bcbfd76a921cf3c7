"""Requests to others."""

from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any, NoReturn, cast

from wasi_py.http import _loop
from wasi_py.http.messages import Body, Content, Fields, Response, headers_of

if TYPE_CHECKING:
    from wasi_py.http._outgoing import Outgoing


class Fetched(Response, Coroutine[Any, Any, Response]):
    """A response. Where an event loop runs it has to be awaited first: others go on meanwhile."""

    def __init__(self, coroutine: Coroutine[Any, Any, Response]) -> None:
        self._coroutine = coroutine

    def __await__(self) -> Generator[Any, Any, Response]:
        return self._coroutine.__await__()

    def send(self, value: Any) -> Any:
        """Goes on, as coroutines do."""
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """Raises an exception where it waits."""
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """Gives up."""
        self._coroutine.close()

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"in a coroutine, `{name}` is that of `await fetch(…)`")


def fetch(
    url: str, *, method: str = "GET", headers: Fields = (), body: Content | Body = b"", timeout: float | None = None
) -> Fetched:
    """Sends a request, and returns the response as soon as its headers are there; its body comes while it is read.

    The body is sent in pieces as the other side takes them, and goes on being sent while the response is read.
    `timeout` is in seconds, for the connection, for the first byte and for each pause; without it the host decides.

    In a coroutine it is awaited, as in `await asyncio.gather(*map(fetch, urls))`. Elsewhere it waits for itself.

    Raises `TransportError` with the `error-code` of WASI if there is no response, as does reading one that breaks off;
    `ValueError` for what no request can have; `ImportError` if the world does not import `wasi:http/outgoing-handler`.
    """
    from wasi_py.http._outgoing import Outgoing

    request = Outgoing(method, url, headers_of(headers), body if isinstance(body, Body) else Body(body), timeout)
    if _loop.is_running():
        return Fetched(_fetch_meanwhile(request))
    from wasi_py.http import _client

    return cast("Fetched", _client.fetch(request))


async def _fetch_meanwhile(request: "Outgoing") -> Response:
    from wasi_py.http import _meanwhile

    return await _meanwhile.fetch(request)
