"""Web apps that know nothing of components, each below a path of its own. One of them is enough for a component."""

from wsgiref.validate import validator

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from wit.imports.types import IncomingRequest, ResponseOutparam

from wasi_py.http import asgi, wsgi
from web_app import bottle_site, django_site, fastapi_site, flask_site, starlette_site

_ASGI = {
    "fastapi": asgi(fastapi_site.app, startup="snapshot"),
    "starlette": asgi(starlette_site.app),
}
_WSGI = wsgi(
    DispatcherMiddleware(
        flask_site.app,
        {
            "/bottle": bottle_site.app,
            "/django": django_site.application,
            "/validated": validator(bottle_site.app),
        },
    )
)


def handle(request: IncomingRequest, response_out: ResponseOutparam) -> None:
    """The export of `wasi:http/incoming-handler`. With a single app it is `handle = wsgi(app)`."""
    path = request.path_with_query() or "/"
    site = path.removeprefix("/").partition("/")[0]
    _ASGI.get(site, _WSGI)(request, response_out)


for _target in ("/", "/hello/Ann", "/bottle/hello/Ann", "/django/"):
    _WSGI.warm_up("GET", _target)
_ASGI["starlette"].warm_up("GET", "/starlette/")
_ASGI["fastapi"].warm_up("GET", "/fastapi/articles/1")
