"""Requests to others."""

from wasi_py.http.messages import Body, Content, Fields, Response, headers_of


def fetch(
    url: str, *, method: str = "GET", headers: Fields = (), body: Content | Body = b"", timeout: float | None = None
) -> Response:
    """Sends a request, and returns the response as soon as its headers are there; its body comes while it is read.

    The body is sent in pieces as the other side takes them, and goes on being sent while the response is read.
    `timeout` is in seconds, for the connection, for the first byte and for each pause; without it the host decides.

    Raises `TransportError` with the `error-code` of WASI if there is no response, as does reading one that breaks off;
    `ValueError` for what no request can have; `ImportError` if the world does not import `wasi:http/outgoing-handler`.
    """
    from wasi_py.http import _client

    request = _client.Outgoing(method, url, headers_of(headers), body if isinstance(body, Body) else Body(body))
    return _client.fetch(request, timeout)
