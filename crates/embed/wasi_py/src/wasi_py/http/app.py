"""The functions that answer requests, and the answer when one fails."""

import reprlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, overload
from urllib.parse import unquote

from wasi_py import snapshot
from wasi_py.http import _loop
from wasi_py.http._failures import complain, internal_error, origin
from wasi_py.http._handler import WarmedUp
from wasi_py.http.errors import HTTPError
from wasi_py.http.messages import Body, Content, Request, Response

if TYPE_CHECKING:
    from wit.imports.types import IncomingRequest, ResponseOutparam

Answered = Response | Body | Content
"""What a handler returns. What is no `Response` is a body."""
Handler = Callable[..., Answered | Awaitable[Answered]]
"""Takes the request and, by name, the parameters in the path. It may be an `async def`."""

_Some = TypeVar("_Some", bound=Handler)
_Hook = TypeVar("_Hook", bound=Callable[[Request, Response], object])

_SHOWN = reprlib.Repr()
"""Shows what is no answer, so that it is recognised, in one line."""
_SHOWN.maxstring = _SHOWN.maxother = 100

_CONVERTERS: dict[str, Callable[[str], Any]] = {"str": str, "int": int}


_server: Any = None
"""What answers hosts, of one version of WASI. It is imported at the first request: where there is no host it fails."""


class App(WarmedUp):
    """Handlers by method and path. The first one that was registered and fits, answers."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, _Pattern, Handler]] = []
        self._fixed: dict[tuple[str, str], Handler] = {}
        """Those whose path has nothing to be decoded, and no other fits it before them: they need no search."""
        self._hooks: list[Callable[[Request, Response], object]] = []
        self.is_last = False
        """True if this instance wants no further request."""
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

    def after_request(self, hook: _Hook) -> _Hook:
        """Registers the function below it, which gets each request and its response once that is sent or broken off.

        It clears what a request has left in modules: an instance may be given more than one.
        """
        self._hooks.append(hook)
        return hook

    def refuse_reuse(self) -> None:
        """Asks the host for a fresh instance: once those that it has begun are answered, this one gets no request.

        At import it goes for all instances, later for the one that it is called in. Hosts of WASI 0.2 are not asked:
        they decide by themselves.
        """
        self.is_last = True

    def respond(self, request: Request) -> Response:
        """The answer to a request. What a handler raises, or returns that is none, is status 500 and a traceback on
        standard error.
        """
        answered = self._begin(request)
        return answered if isinstance(answered, Response) else _loop.run(answered)

    async def arespond(self, request: Request) -> Response:
        """The same in a coroutine. What else runs in its event loop goes on while a handler waits that is async."""
        answered = _loop.apart(self._begin, request)
        return answered if isinstance(answered, Response) else await answered

    def _begin(self, request: Request) -> "Response | Coroutine[Any, Any, Response]":
        """Calls the handler, and returns its answer if nothing has to be awaited for it."""
        try:
            handler, parameters = self._find(request)
            returned = handler(request, **parameters)
            # Asking the class of classes, `Awaitable`, takes ten times as long.
            if hasattr(returned, "__await__"):
                return _awaited(handler, returned)
            response = _response(handler, returned)
            if response.body.is_async:
                return _awaited(handler, returned)
            return _begun(response, returned)
        except BaseException as error:
            return _failure(error)

    @overload
    def handle(self, request: "IncomingRequest", response_out: "ResponseOutparam") -> None: ...

    @overload
    def handle(self, request: Any) -> Coroutine[Any, Any, Any]: ...

    def handle(self, request: Any, response_out: Any = None) -> Coroutine[Any, Any, Any] | None:
        """The export `handle` of `wasi:http/incoming-handler@0.2`, and that of `wasi:http/handler@0.3`."""
        global _server
        if _server is None:
            _server = _server_of(is_async=response_out is None)
        if response_out is None:
            answering: Coroutine[Any, Any, Any] = _server.answer(self, request)
            return answering
        _server.answer(self, request, response_out)
        return None

    def finish(self, request: Request, response: Response) -> "Coroutine[Any, Any, None] | None":
        """Calls the hooks after an answer. Returns what has to be awaited of it."""
        return _call_hooks(self._hooks, request, response) if self._hooks else None

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


async def _awaited(handler: Handler, returned: object) -> Response:
    """Waits for what a handler returns, and for the first piece of its body."""
    try:
        if isinstance(returned, Awaitable):
            returned = await returned
        response = _response(handler, returned)
        try:
            await response.abegin()
        except HTTPError:
            raise
        except Exception as error:
            _note(error, handler, returned)
            raise
        return response
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        return _failure(error)


def _response(handler: Handler, returned: object) -> Response:
    """Turns what a handler has returned into a response."""
    try:
        response = returned if isinstance(returned, Response) else Response(returned)  # type: ignore[arg-type]
    except Exception as error:
        _note(error, handler, returned)
        raise
    response.handler = handler
    return response


def _begun(response: Response, returned: object) -> Response:
    """Returns a response whose headers can be sent."""
    try:
        response.begin()
    except HTTPError:
        # The body's own, at its first piece.
        raise
    except Exception as error:
        _note(error, response.handler, returned)
        raise
    return response


def _note(error: Exception, handler: Callable[..., object] | None, returned: object) -> None:
    """Says in an exception whose answer it is about."""
    error.add_note(f"{origin(handler)}: {_SHOWN.repr(returned)}")


def _failure(error: BaseException) -> Response:
    """Returns the answer to what a handler raised. It is being handled."""
    if isinstance(error, HTTPError):
        try:
            return _begun(Response(f"{error.message}\n", status=error.status, headers=error.headers), error)
        except Exception:
            complain()
    else:
        complain()
    return internal_error()


def _server_of(*, is_async: bool) -> Any:
    """Returns what answers the host that has called."""
    if is_async:
        from wasi_py.http._service import server

        return server
    from wasi_py.http import _server

    return _server


def _call_hooks(
    hooks: list[Callable[[Request, Response], object]], request: Request, response: Response
) -> Coroutine[Any, Any, None] | None:
    """Calls all hooks, whatever any of them raises. Returns what has to be awaited of them."""
    awaited = []
    for hook in hooks:
        try:
            if isinstance(returned := hook(request, response), Awaitable):
                awaited.append(returned)
        except Exception:
            complain()
    return _await(awaited) if awaited else None


async def _await(awaited: list[Awaitable[object]]) -> None:
    for each in awaited:
        try:
            await each
        except Exception:
            complain()
