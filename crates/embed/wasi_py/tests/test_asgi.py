"""ASGI applications as handlers, without a host."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from test_wsgi import Wire

from wasi_py import snapshot
from wasi_py.http import Request, asgi
from wasi_py.http._exchange import ClientGoneError, Exchange, Steps
from wasi_py.http._readiness import Watch
from wasi_py.http.errors import TransportError

Scope = dict[str, Any]
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
HEAD = {"content-type": "text/plain"}


@pytest.fixture(autouse=True)
def _forget_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_before_snapshot", [])


def body_of(piece: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": piece, "more_body": more}


def sending(*messages: dict[str, Any]) -> Any:
    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            for message in messages:
                await send(message)

    return application


def asked(application: Any, method: str = "GET", wire: Wire | None = None, **headers: str) -> list[Any]:
    """What reaches a client."""
    wire = wire or Wire()
    items = [(name.replace("_", "-"), value) for name, value in headers.items()]
    handle = asgi(application)
    handle._serve(Exchange(method, "/", items, "http", "", wire, wire))
    handle.shut_down()
    return wire.said


def test_scope_has_what_was_asked() -> None:
    seen: Scope = {}

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            seen.update(scope)
            await send(START)
            await send(body_of(b"a"))

    request = Request("PUT", "/Zo%C3%AB?q=%20", headers=[("Host", "h:81"), ("X-A", "1")], scheme="https")
    handle = asgi(application)
    assert handle.respond(request).body.read() == b"a"
    handle.shut_down()
    assert seen == {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "https",
        "path": "/Zoë",
        "raw_path": b"/Zo%C3%AB",
        "query_string": b"q=%20",
        "root_path": "",
        "headers": [(b"host", b"h:81"), (b"x-a", b"1")],
        "client": None,
        "server": ("h", 81),
        "extensions": {"http.response.trailers": {}},
        "state": {},
    }


def test_body_that_is_whole_at_once_has_its_length() -> None:
    assert asked(sending(START, body_of(b"abc"))) == [200, HEAD | {"content-length": "3"}, b"abc", "end"]
    streamed = sending(START, body_of(b"a", more=True), body_of(b"b", more=True), body_of(b""))
    assert asked(streamed) == [200, HEAD, b"a", b"b", "end"]


def trailers_of(name: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.trailers", "headers": [(name, b"1")], "more_trailers": more}


def test_trailers_follow_the_body() -> None:
    start = START | {"trailers": True}
    said = asked(sending(start, body_of(b"a"), trailers_of(b"x-a", more=True), trailers_of(b"x-b")))
    assert said == [200, HEAD, b"a", {"x-a": "1", "x-b": "1"}, "end"]


def test_head_has_no_body() -> None:
    assert asked(sending(START, body_of(b"abc")), "HEAD") == [200, HEAD, "broken off"]


def test_request_arrives_in_pieces_and_then_the_client_is_gone() -> None:
    received = []

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            while True:
                received.append(await receive())
                if not received[-1]["more_body"]:
                    break
            leaving = asyncio.ensure_future(receive())
            await send(START)
            assert not leaving.done()
            await send(body_of(b"a"))
            received.append(await leaving)

    assert asked(application, "POST", Wire([b"a", b"b"]))[-1] == "end"
    assert received == [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.request", "body": b"b", "more_body": True},
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]


def test_request_that_breaks_off_is_a_client_that_is_gone() -> None:
    received = []

    def breaking() -> Iterator[bytes]:
        yield b"a"
        raise TransportError("connection-terminated")

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            received.extend([await receive(), await receive()])
            await send(START)
            await send(body_of(b""))

    asked(application, "POST", Wire(breaking()))
    assert [message["type"] for message in received] == ["http.request", "http.disconnect"]


class Leaving(Wire):
    """A client that takes nothing."""

    def write(self, piece: bytes) -> Steps[None]:
        yield from ()
        raise ClientGoneError("the client has not taken the whole body")


def test_client_that_is_gone_is_an_error_of_the_system_and_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Any] = []

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await receive()
            await send(START)
            for _ in range(2):
                try:
                    await send(body_of(b"a", more=True))
                except OSError as error:
                    seen.append(str(error))
            seen.append(await receive())

    assert asked(application, wire=Leaving())[-1] == "broken off"
    gone = "the client has not taken the whole body"
    assert seen == [gone, gone, {"type": "http.disconnect"}]
    assert capsys.readouterr().err == f"{gone}\n"


def test_work_after_the_answer_is_done() -> None:
    done = []

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send(START)
            await send(body_of(b"a"))
            await asyncio.sleep(0.001)
            done.append("worked")

    asked(application)
    assert done == ["worked"]


async def raising(scope: Scope, receive: Any, send: Any) -> None:
    raise KeyError("secret")


@pytest.mark.parametrize(
    ("application", "error"),
    [
        (raising, "KeyError: 'secret'"),
        (sending(), "the application has returned, and `http.response.start` comes first"),
        (sending(START), "the application has returned, and the body of its answer is not finished"),
        (sending(body_of(b"a")), "sends `http.response.body`, and `http.response.start` comes first"),
        (sending(START, START), "sends `http.response.start`, and the body of its answer is not finished"),
        (sending({"type": "websocket.accept"}), "sends `websocket.accept`, and `http.response.start` comes first"),
        (sending(START | {"status": 101}), "a number from 200 to 999, not 101"),
        (sending(START | {"headers": [("a", "b")]}), "headers of ASGI are bytes, not str"),
        (sending({"type": "http.response.start"}), "KeyError: 'status'"),
    ],
)
def test_fault_before_the_first_byte_is_status_500(
    application: Any, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(application)
    assert (said[0], said[2]) == (500, b"Internal Server Error\n")
    assert error in capsys.readouterr().err


@pytest.mark.parametrize(
    ("messages", "error"),
    [
        ([body_of(b"a", more=True)], "has returned, and the body of its answer is not finished"),
        ([body_of(b"a", more=True), START], "sends `http.response.start`"),
        ([body_of(b"a", more=True), trailers_of(b"x")], "sends `http.response.trailers`, and the body of its answer"),
    ],
)
def test_fault_after_the_first_byte_breaks_the_body_off(
    messages: Any, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(sending(START, *messages)) == [200, HEAD, b"a", "broken off"]
    assert error in capsys.readouterr().err


def test_fault_after_the_last_byte_is_for_the_server_alone(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(sending(START, body_of(b"a"), body_of(b"b")))
    assert said[-2:] == [b"a", "end"]
    assert "sends `http.response.body`, and the answer is finished" in capsys.readouterr().err


def test_websocket_is_refused_with_a_sentence() -> None:
    said = asked(raising, sec_websocket_key="x")
    assert said[0] == 501
    assert said[2] == b"This server has no WebSockets: the HTTP of WASI 0.2 cannot upgrade a connection.\n"


class Living:
    """An application that notes the events of its lifespan."""

    def __init__(self, fails: bool = False) -> None:
        self.events: list[str] = []
        self._fails = fails

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.events.append(f"request with {scope['state']['n']}")
            await send(START)
            await send(body_of(b"a"))
            return
        for _ in range(2):
            event = (await receive())["type"]
            self.events.append(event)
            scope["state"]["n"] = len(self.events)
            await send({"type": f"{event}.failed" if self._fails else f"{event}.complete", "message": "no database"})


def test_application_starts_up_once_in_an_instance() -> None:
    living = Living()
    handle = asgi(living)
    for _ in range(2):
        assert handle.respond(Request("GET", "/")).status == 200
    handle.shut_down()
    assert living.events == ["lifespan.startup", "request with 1", "request with 1", "lifespan.shutdown"]


def test_application_is_shut_down_before_the_snapshot_unless_it_starts_up_there() -> None:
    warm, cold = Living(), Living()
    snapped, fresh = asgi(warm, startup="snapshot"), asgi(cold)
    fresh.respond(Request("GET", "/"))
    for hook in snapshot._before_snapshot:
        hook()
    assert warm.events == ["lifespan.startup"]
    assert cold.events == ["lifespan.startup", "request with 1", "lifespan.shutdown"]
    assert fresh.respond(Request("GET", "/")).status == 200
    assert snapped.respond(Request("GET", "/")).status == 200
    assert warm.events == ["lifespan.startup", "request with 1"]
    assert cold.events[3:] == ["lifespan.startup", "request with 4"]
    snapped.shut_down()
    fresh.shut_down()


def test_application_that_cannot_start_up_answers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    living = Living(fails=True)
    handle = asgi(living)
    assert handle.respond(Request("GET", "/")).status == 500
    assert "RuntimeError: the application has failed in `lifespan.startup`: no database" in capsys.readouterr().err
    with pytest.raises(RuntimeError, match="no database"):
        handle.start_up()


@pytest.mark.parametrize(("application", "startup"), [("app", "instance"), (raising, "later")])
def test_what_is_no_application_is_refused(application: Any, startup: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^an (ASGI )?application "):
        asgi(application, startup=startup)


class Selector:
    """What a loop asks for sockets."""

    def __init__(self, *sockets: str) -> None:
        self.asked: list[float | None] = []
        self._sockets = sockets

    def get_map(self) -> Iterable[str]:
        return self._sockets

    def select(self, timeout: float | None = None) -> list[str]:
        self.asked.append(timeout)
        return list(self._sockets)


def test_loop_waits_for_host_and_timers_at_once() -> None:
    polled: list[Any] = []

    def poll(pollables: list[Any], timeout: float | None) -> list[int]:
        polled.append((pollables, timeout))
        return [pollables.index("second")] if "second" in pollables else []

    async def wait_for_both() -> None:
        watch = Watch(asyncio.get_running_loop()._selector, poll)  # type: ignore[attr-defined]
        asyncio.get_running_loop()._selector.get_map = dict  # type: ignore[attr-defined]
        first = asyncio.ensure_future(watch.wait("first"))
        await asyncio.sleep(0)
        await watch.wait("second")
        assert not first.done()
        first.cancel()

    asyncio.run(wait_for_both())
    assert polled[0][0] == ["first", "second"]


def test_sockets_and_host_are_waited_for_by_turns() -> None:
    selector = Selector("socket")
    watch = Watch(selector, lambda pollables, timeout: [])
    assert (selector.select(3), selector.asked) == (["socket"], [3])

    async def wait() -> None:
        waiting = asyncio.ensure_future(watch.wait("pollable"))
        await asyncio.sleep(0)
        assert selector.select(None) == ["socket"]
        assert selector.select(0.001) == ["socket"]
        waiting.cancel()

    asyncio.run(wait())
    assert selector.asked[1:] == [0.01, 0.001]
