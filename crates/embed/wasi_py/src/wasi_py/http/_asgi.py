"""ASGI: applications of Starlette and others as handlers. Version 3.0 of the specification, and 2.4 of its HTTP."""

import asyncio
import atexit
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from typing import Any
from urllib.parse import unquote

from wasi_py.http._exchange import Answer, ClientGoneError, Exchange, blocking, complain_of, status_of
from wasi_py.http._gateway import Gateway
from wasi_py.http._readiness import waiting
from wasi_py.http.errors import TransportError

Message = MutableMapping[str, Any]
Application = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]

_VERSIONS = {"version": "3.0", "spec_version": "2.4"}
_NO_WEBSOCKETS = b"This server has no WebSockets: the HTTP of WASI 0.2 cannot upgrade a connection.\n"


class AsgiGateway(Gateway):
    """A handler that has an ASGI application answer."""

    _application: Application

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lifespan: _Lifespan | None = None

    def start_up(self) -> None:
        """Starts the application up, unless it is. Raises `RuntimeError` if it says that it cannot."""
        if self._lifespan is None:
            lifespan = _Lifespan(self._application)
            self._run(lifespan.start_up())
            self._lifespan = lifespan
            atexit.register(self.shut_down)

    def shut_down(self) -> None:
        """Shuts the application down, if it is up. Hosts drop their instances without it."""
        if self._lifespan is not None:
            atexit.unregister(self.shut_down)
            lifespan, self._lifespan = self._lifespan, None
            self._run(lifespan.shut_down())
        if self._loop is not None:
            loop, self._loop = self._loop, None
            loop.close()

    def _set_application(self, application: Application) -> None:
        # Another one has a life of its own.
        self.shut_down()
        super()._set_application(application)

    def _stand_in(self) -> Application:
        from wasi_py.http._rehearsal import Asgi

        return Asgi()

    def _serve(self, exchange: Exchange) -> None:
        answer = Answer(exchange)
        try:
            self.start_up()
            self._run(self._answer(exchange, answer))
        except BaseException as error:
            complain_of(error)
            blocking(answer.fail())

    async def _answer(self, exchange: Exchange, answer: Answer) -> None:
        if any(name == "sec-websocket-key" for name, _ in exchange.headers):
            return await _refuse_websocket(answer)
        state = self._lifespan.state.copy() if self._lifespan is not None else {}
        conversation = _Conversation(exchange, answer)
        await self._application(scope_of(exchange) | {"state": state}, conversation.receive, conversation.send)
        conversation.end()

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(coroutine)


class _Conversation:
    """What an application and a client say to each other."""

    def __init__(self, exchange: Exchange, answer: Answer) -> None:
        self._source = exchange.source
        self._answer = answer
        self._is_read = False
        self._head: tuple[int, list[tuple[str, str]]] | None = None
        self._trailers: list[tuple[str, str]] | None = None
        self._is_body_sent = False
        self._gone: ClientGoneError | None = None
        self._over = asyncio.Event()

    async def receive(self) -> Message:
        """Returns the next piece of the request, and once it is over that the client is gone."""
        if self._is_read:
            await self._over.wait()
            return {"type": "http.disconnect"}
        try:
            piece = await waiting(self._source.take())
        except TransportError:
            self._is_read = True
            return {"type": "http.disconnect"}
        self._is_read = not piece
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}

    async def send(self, message: Message) -> None:
        """Sends a part of the answer. Raises `ClientGoneError`, an `OSError`, if nobody takes it."""
        if self._gone is not None:
            raise self._gone
        match message["type"]:
            case "http.response.start" if self._head is None:
                self._head = status_of(message["status"]), _headers(message)
                self._trailers = [] if message.get("trailers", False) else None
            case "http.response.body" if self._head is not None and not self._is_body_sent:
                await self._send_body(self._head, bytes(message.get("body", b"")), message.get("more_body", False))
            case "http.response.trailers" if self._is_body_sent and not self._answer.is_finished:
                await self._send_trailers(_headers(message), message.get("more_trailers", False))
            case kind:
                raise RuntimeError(f"the application sends `{kind}`, and {self._expected()}")

    def end(self) -> None:
        """Checks that the answer is whole when the application returns."""
        if self._gone is not None:
            raise self._gone
        if not self._answer.is_finished:
            raise RuntimeError(f"the application has returned, and {self._expected()}")

    async def _send_body(self, head: tuple[int, list[tuple[str, str]]], body: bytes, more: bool) -> None:
        is_whole = not more and self._trailers is None
        if not self._answer.is_begun:
            self._answer.begin(*head, len(body) if is_whole else None)
        with self._noticed():
            await waiting(self._answer.write(body))
            self._is_body_sent = not more
            if is_whole:
                await waiting(self._answer.finish())
                self._over.set()

    async def _send_trailers(self, trailers: list[tuple[str, str]], more: bool) -> None:
        assert self._trailers is not None
        self._trailers += trailers
        if not more:
            with self._noticed():
                await waiting(self._answer.finish(self._trailers))
                self._over.set()

    @contextlib.contextmanager
    def _noticed(self) -> Iterator[None]:
        """Notices that the client has gone."""
        try:
            yield
        except ClientGoneError as error:
            self._gone = error
            self._over.set()
            raise

    def _expected(self) -> str:
        if self._head is None:
            return "`http.response.start` comes first"
        if self._answer.is_finished:
            return "the answer is finished"
        return "its trailers come next" if self._is_body_sent else "the body of its answer is not finished"


class _Lifespan:
    """The life of an application, from its startup to its shutdown."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.state: dict[str, Any] = {}
        """What the application has of it in each request."""

    async def start_up(self) -> None:
        """Raises `RuntimeError` if the application says that it cannot. One that knows of no lifespan needs none."""
        self._events: asyncio.Queue[str] = asyncio.Queue()
        self._said: asyncio.Queue[Message | None] = asyncio.Queue()
        self._life = asyncio.get_running_loop().create_task(self._live())
        await self._tell("lifespan.startup")

    async def shut_down(self) -> None:
        """Raises `RuntimeError` if the application says that it cannot."""
        if not self._life.done():
            await self._tell("lifespan.shutdown")
        self._life.cancel()

    async def _tell(self, event: str) -> None:
        self._events.put_nowait(event)
        said = await self._said.get()
        if said is not None and said["type"] == f"{event}.failed":
            raise RuntimeError(f"the application has failed in `{event}`: {said.get('message', '')}")

    async def _live(self) -> None:
        scope = {"type": "lifespan", "asgi": _VERSIONS, "state": self.state}
        try:
            await self._application(scope, self._receive, self._send)
        except Exception:
            # What matters it has said. The rest is that it knows of no lifespan.
            pass
        finally:
            self._said.put_nowait(None)

    async def _receive(self) -> Message:
        return {"type": await self._events.get()}

    async def _send(self, message: Message) -> None:
        self._said.put_nowait(message)


def scope_of(exchange: Exchange) -> dict[str, Any]:
    """Returns the scope of a request."""
    return {
        "type": "http",
        "asgi": _VERSIONS,
        "http_version": "1.1",
        "method": exchange.method,
        "scheme": exchange.scheme,
        "path": unquote(exchange.raw_path),
        "raw_path": exchange.raw_path.encode(),
        "query_string": exchange.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in exchange.headers],
        "client": None,
        "server": exchange.server,
        "extensions": {"http.response.trailers": {}},
    }


async def _refuse_websocket(answer: Answer) -> None:
    answer.begin(501, [("content-type", "text/plain; charset=utf-8")], len(_NO_WEBSOCKETS))
    await waiting(answer.write(_NO_WEBSOCKETS))
    await waiting(answer.finish())


def _headers(message: Message) -> list[tuple[str, str]]:
    return [(_text(name), _text(value)) for name, value in message.get("headers", ())]


def _text(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"headers of ASGI are bytes, not {type(value).__name__}")
    return value.decode("latin-1")
