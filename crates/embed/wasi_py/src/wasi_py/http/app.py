"""The functions that answer requests, and the answer when one fails."""

import reprlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from wasi_py import snapshot
from wasi_py.http._failures import complain, internal_error, origin
from wasi_py.http._handler import WarmedUp
from wasi_py.http.errors import HTTPError
from wasi_py.http.messages import Body, Content, Request, Response

if TYPE_CHECKING:
    from wit.imports.types import IncomingRequest, ResponseOutparam

Handler = Callable[..., Response | Body | Content]
"""Takes the request and, by name, the parameters in the path. What it returns that is no `Response` is a body."""

_Some = TypeVar("_Some", bound=Handler)

_SHOWN = reprlib.Repr()
"""Shows what is no answer, so that it is recognised, in one line."""
_SHOWN.maxstring = _SHOWN.maxother = 100

_CONVERTERS: dict[str, Callable[[str], Any]] = {"str": str, "int": int}


_server: Any = None
"""What answers hosts. It is imported at the first request: it would fail where there is no host."""


class App(WarmedUp):
    """Handlers by method and path. The first one that was registered and fits, answers."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, _Pattern, Handler]] = []
        self._fixed: dict[tuple[str, str], Handler] = {}
        """Those whose path has nothing to be decoded, and no other fits it before them: they need no search."""
        if type(self) is App:
            self._rehearse_if_exported(self.handle)

    def route(self, method: str, path: str) -> Callable[[_Some], _Some]:
        """Registers the function below it for a method and a path such as `/people/{name}` or `/count/{n:int}`.

        A parameter is one segment of the path, decoded, and never empty.
        """
        pattern = _Pattern(path)

        def register(handler: _Some) -> _Some:
            if pattern.is_fixed and self._search(method, path)[0] is None:
                self._fixed[method, path] = handler
            self._routes.append((method, pattern, handler))
            return handler

        return register

    def get(self, path: str) -> Callable[[_Some], _Some]:
        """`route` for GET, and for HEAD, whose answer has no body."""
        return self.route("GET", path)

    def post(self, path: str) -> Callable[[_Some], _Some]:
        """`route` for POST."""
        return self.route("POST", path)

    def put(self, path: str) -> Callable[[_Some], _Some]:
        """`route` for PUT."""
        return self.route("PUT", path)

    def patch(self, path: str) -> Callable[[_Some], _Some]:
        """`route` for PATCH."""
        return self.route("PATCH", path)

    def delete(self, path: str) -> Callable[[_Some], _Some]:
        """`route` for DELETE."""
        return self.route("DELETE", path)

    def respond(self, request: Request) -> Response:
        """The answer to a request. What a handler raises, or returns that is none, is status 500 and a traceback on
        standard error.
        """
        try:
            try:
                handler, parameters = self._find(request)
                return _answer(handler, handler(request, **parameters))
            except HTTPError as error:
                return _answer(None, Response(f"{error.message}\n", status=error.status, headers=error.headers))
        except BaseException:
            complain()
            return internal_error()

    def handle(self, request: "IncomingRequest", response_out: "ResponseOutparam") -> None:
        """The export `handle` of `wasi:http/incoming-handler`."""
        global _server
        if _server is None:
            from wasi_py.http import _server
        _server.answer(self.respond, request, response_out)

    def _find(self, request: Request) -> tuple[Handler, dict[str, Any]]:
        method = "GET" if request.method == "HEAD" else request.method
        if (handler := self._fixed.get((method, request.path))) is not None:
            return handler, {}
        handler, parameters, allowed = self._search(method, request.path)
        if handler is not None:
            return handler, parameters
        if allowed:
            raise HTTPError(405, headers={"allow": ", ".join(dict.fromkeys(allowed))})
        raise HTTPError(404)

    def _search(self, method: str, path: str) -> tuple[Handler | None, dict[str, Any], list[str]]:
        """Searches the first handler that fits, with its parameters; if there is none, the methods that would."""
        segments = [unquote(segment) for segment in path.split("/")]
        allowed: list[str] = []
        for own, pattern, handler in self._routes:
            parameters = pattern.match(segments)
            if parameters is not None and own == method:
                return handler, parameters, allowed
            if parameters is not None:
                allowed += [own, "HEAD"] if own == "GET" else [own]
        return None, {}, allowed

    def _rehearse(self) -> None:
        from wasi_py.http import _rehearsal

        for method, path, handler in _rehearsal.ROUTES:
            self.route(method, path)(handler)
        for method, target, headers, body in _rehearsal.REQUESTS:
            self.warm_up(method, target, headers=headers, body=body)
        snapshot.register_before_snapshot(self._forget, [handler for _, _, handler in _rehearsal.ROUTES])

    def _forget(self, handlers: list[Handler]) -> None:
        """Takes handlers out again."""
        self._routes = [route for route in self._routes if route[2] not in handlers]
        self._fixed = {path: handler for path, handler in self._fixed.items() if handler not in handlers}


class _Pattern:
    """A path, some segments of which are parameters."""

    def __init__(self, path: str) -> None:
        self._segments = [_Parameter(text) if text.startswith("{") else unquote(text) for text in path.split("/")]
        self.is_fixed = not any(character in path for character in "{%")
        """True if there are no parameters, and nothing to be decoded."""
        if not path.startswith("/"):
            raise ValueError(f"a path begins with `/`, not as {path!r}")

    def match(self, segments: list[str]) -> dict[str, Any] | None:
        """The values of the parameters, or nothing if a path of these segments, decoded, does not fit."""
        if len(segments) != len(self._segments):
            return None
        values = {}
        for own, text in zip(self._segments, segments, strict=True):
            if isinstance(own, str):
                if own != text:
                    return None
                continue
            try:
                values[own.name] = own.value(text)
            except ValueError:
                return None
        return values


class _Parameter:
    """`{name}` or `{name:int}`."""

    def __init__(self, text: str) -> None:
        self.name, _, kind = text.removeprefix("{").removesuffix("}").partition(":")
        if not (text.endswith("}") and self.name.isidentifier() and (kind or "str") in _CONVERTERS):
            raise ValueError(f"a parameter is like `{{name}}` or `{{name:int}}`, not {text!r}")
        self._convert = _CONVERTERS[kind or "str"]

    def value(self, text: str) -> Any:
        """The value of a segment. Raises `ValueError` if it has none."""
        if not text:
            raise ValueError("an empty segment")
        return self._convert(text)


def _answer(handler: Handler | None, returned: object) -> Response:
    """Turns what a handler has returned into a response whose headers can be sent."""
    try:
        response = returned if isinstance(returned, Response) else Response(returned)  # type: ignore[arg-type]
        response.handler = handler
        response.begin()
    except HTTPError:
        # The body's own, at its first piece.
        raise
    except Exception as error:
        error.add_note(f"{origin(handler)}: {_SHOWN.repr(returned)}")
        raise
    return response
