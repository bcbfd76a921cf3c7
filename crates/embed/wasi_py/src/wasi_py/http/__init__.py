"""HTTP: an app that answers requests, and requests to others.

    from wasi_py.http import App, Request

    app = App()

    @app.get("/hello/{name}")
    def hello(request: Request, name: str) -> str:
        return f"Hello {name}!\\n"

    handle = app.handle

`handle` is what a world exports as `wasi:http/incoming-handler` of WASI 0.2 or `wasi:http/handler` of 0.3. For `fetch`
it imports `wasi:http/outgoing-handler` or `wasi:http/client`.
Everything but these two works on an ordinary CPython as well: tests call `App.respond`.
"""

from wasi_py import snapshot
from wasi_py.http.app import App
from wasi_py.http.client import fetch
from wasi_py.http.errors import BodyTooLongError, HTTPError, TransportError
from wasi_py.http.gateways import asgi, wsgi
from wasi_py.http.messages import Body, Request, Response

__all__ = [
    "App",
    "Body",
    "BodyTooLongError",
    "HTTPError",
    "Request",
    "Response",
    "TransportError",
    "asgi",
    "fetch",
    "wsgi",
]

snapshot.preload("wasi_py.http._preloaded")
