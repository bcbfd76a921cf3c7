"""Applications that are written for other servers, as handlers."""

from typing import TYPE_CHECKING, Literal

from wasi_py import snapshot

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from wasi_py.http._asgi import Application, AsgiGateway
    from wasi_py.http._wsgi import WsgiGateway

# Each gateway is imported where an app asks for it: the others would only be in the snapshot.


def wsgi(application: "WSGIApplication") -> "WsgiGateway":
    """A handler that has a WSGI application answer: `handle = wsgi(app)`."""
    from wasi_py.http._wsgi import WsgiGateway

    _check_callable("a WSGI application", application)
    return WsgiGateway(application)


def asgi(application: "Application", *, startup: Literal["instance", "snapshot"] = "instance") -> "AsgiGateway":
    """A handler that has an ASGI application answer: `handle = asgi(app)`.

    `startup` says when the application starts up, by its lifespan: in each `instance` before its first request, or once
    before the `snapshot` that all instances begin from, which then cannot hold anything open.
    """
    from wasi_py.http._asgi import AsgiGateway

    _check_callable("an ASGI application", application)
    if startup not in ("instance", "snapshot"):
        raise ValueError(f"an application starts up in an `instance` or before the `snapshot`, not {startup!r}")
    gateway = AsgiGateway(application)
    snapshot.register_before_snapshot(gateway.start_up if startup == "snapshot" else gateway.shut_down)
    return gateway


def _check_callable(what: str, application: object) -> None:
    if not callable(application):
        raise TypeError(f"{what} can be called, as {type(application).__name__} cannot")
