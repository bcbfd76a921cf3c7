"""What handlers of HTTP do before the snapshot, without code of the app's."""

from typing import Any

import pytest

import _wasi_py_snapshot
from wasi_py import snapshot
from wasi_py.http import App, Request, asgi, wsgi


@pytest.fixture(autouse=True)
def _nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_requests", "_rehearsals", "_before_snapshot"):
        monkeypatch.setattr(snapshot, name, [])


def rehearsed(handler: Any) -> list[tuple[int, bytes]]:
    """The answers to the requests that are made before the snapshot, which is then taken."""
    answers = []
    for method, target, entries, body in snapshot._requests:
        headers = [(name, value.decode()) for name, value in entries]
        response = handler.respond(Request(method, target, headers=headers, body=body))
        answers.append((response.status, response.body.read()))
    for hook in snapshot._before_snapshot:
        hook()
    return answers


def test_app_rehearses_by_routes_that_are_gone_in_the_snapshot() -> None:
    app = App()

    @app.get("/{anything}")
    def own(_: Request, anything: str) -> str:
        raise AssertionError

    before = app._routes.copy(), app._fixed.copy()
    _wasi_py_snapshot.rehearse([app.handle])
    assert rehearsed(app) == [
        (200, b"text\n"),
        (200, b"Ann{'tag': ['a', 'b']}"),
        (200, b"ab"),
        (404, b"Not Found\n"),
        (201, b'{"name": "Ann", "tags": ["a"]}'),
    ]
    assert (app._routes, app._fixed) == before


def test_requests_that_the_app_names_are_made_as_well() -> None:
    app = App()
    app.get("/")(lambda _: "root")
    app.warm_up("GET", "/")
    _wasi_py_snapshot.rehearse([app.handle])
    assert (200, b"root") in rehearsed(app)


def test_handler_that_is_not_exported_as_it_is_does_not_rehearse() -> None:
    class Own(App):
        pass

    wrapped, own = App(), Own()
    _wasi_py_snapshot.rehearse([lambda request, out: wrapped.handle(request, out), own.handle])
    assert snapshot._requests == []


def application(environ: Any, start_response: Any) -> Any:
    raise AssertionError


async def async_application(scope: Any, receive: Any, send: Any) -> None:
    raise AssertionError


@pytest.mark.parametrize("gateway", [wsgi(application), asgi(async_application)])
def test_gateway_rehearses_by_an_application_in_the_place_of_its_own(gateway: Any) -> None:
    own = gateway._application
    snapshot._rehearsals.append((gateway, gateway._rehearse))
    _wasi_py_snapshot.rehearse([gateway])
    assert [status for status, _ in rehearsed(gateway)] == [200] * 5
    assert gateway._application is own


def test_application_that_starts_up_before_the_snapshot_does_so_after_the_rehearsal() -> None:
    events = []

    async def living(scope: Any, receive: Any, send: Any) -> None:
        events.append(scope["type"])
        while scope["type"] == "lifespan":
            kind = (await receive())["type"]
            events.append(kind)
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    gateway = asgi(living, startup="snapshot")
    _wasi_py_snapshot.rehearse([gateway])
    rehearsed(gateway)
    assert events == ["lifespan", "lifespan.startup"]
    gateway.shut_down()


@pytest.mark.parametrize("gateway", [wsgi(application), asgi(async_application)])
def test_gateway_does_not_rehearse_where_the_app_names_requests(gateway: Any) -> None:
    gateway.warm_up("GET", "/")
    snapshot._rehearsals.append((gateway, gateway._rehearse))
    _wasi_py_snapshot.rehearse([gateway])
    assert [target for _, target, _, _ in snapshot._requests] == ["/"]
