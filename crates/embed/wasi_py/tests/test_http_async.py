"""Async handlers, bodies and hooks of `wasi_py.http`, which need no host."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from wasi_py.http import App, Body, BodyTooLongError, HTTPError, Request, Response
from wasi_py.http.client import Fetched


async def pieces(*contents: bytes) -> AsyncIterator[bytes]:
    for content in contents:
        await asyncio.sleep(0)
        yield content


@pytest.fixture
def app() -> App:
    app = App()

    @app.get("/")
    async def root(_: Request) -> str:
        await asyncio.sleep(0)
        return "root"

    @app.post("/size")
    async def size(request: Request) -> str:
        return str(len(await request.aread(limit=5)))

    @app.post("/json")
    async def double(request: Request) -> Response:
        return Response.of_json(2 * await request.ajson())

    @app.get("/pieces")
    async def in_pieces(_: Request) -> Response:
        return Response(pieces(b"a", b"b"))

    @app.get("/plain/pieces")
    def plain(_: Request) -> AsyncIterator[bytes]:
        return pieces(b"c", b"d")

    @app.get("/refuse")
    async def refuse(_: Request) -> str:
        await asyncio.sleep(0)
        raise HTTPError(409, "not now")

    @app.get("/fail")
    async def fail(_: Request) -> str:
        await asyncio.sleep(0)
        raise KeyError("secret")

    @app.get("/leave")
    async def leave(_: Request) -> str:
        raise SystemExit(3)

    return app


@pytest.fixture(params=["by itself", "in a coroutine"])
def answer(request: pytest.FixtureRequest, app: App) -> Any:
    """Returns the status and the body of an answer, by both ways to it."""

    async def meanwhile(asked: Request) -> tuple[int, bytes]:
        response = await app.arespond(asked)
        return response.status, await response.aread()

    def by_itself(asked: Request) -> tuple[int, bytes]:
        response = app.respond(asked)
        return response.status, response.body.read()

    if request.param == "by itself":
        return by_itself
    return lambda asked: asyncio.run(meanwhile(asked))


def test_async_handler_answers(answer: Any) -> None:
    assert answer(Request("GET", "/")) == (200, b"root")
    assert answer(Request("POST", "/json", body=b"[1]")) == (200, b"[1, 1]")


def test_pieces_that_come_later_are_a_body(answer: Any) -> None:
    assert answer(Request("GET", "/pieces")) == (200, b"ab")
    assert answer(Request("GET", "/plain/pieces")) == (200, b"cd")


def test_error_of_an_async_handler_is_its_answer(answer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(Request("GET", "/refuse")) == (409, b"not now\n")
    assert answer(Request("GET", "/fail")) == (500, b"Internal Server Error\n")
    assert "KeyError: 'secret'" in capsys.readouterr().err
    assert answer(Request("GET", "/leave")) == (500, b"Internal Server Error\n")


def test_body_of_a_request_is_waited_for(answer: Any) -> None:
    assert answer(Request("POST", "/size", body=pieces(b"ab", b"c"))) == (200, b"3")
    assert answer(Request("POST", "/size", body=pieces(b"ab", b"cdef"))) == (413, b"the body is longer than 5 bytes\n")
    assert answer(Request("POST", "/json", body=b"{"))[0] == 400


def test_handler_that_is_cancelled_gives_no_answer(app: App) -> None:
    @app.get("/wait")
    async def wait(_: Request) -> str:
        await asyncio.Event().wait()
        return "never"

    async def main() -> None:
        task = asyncio.ensure_future(app.arespond(Request("GET", "/wait")))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_plain_handler_knows_of_no_loop() -> None:
    app = App()
    variable = contextvars.ContextVar("variable", default="nothing")

    @app.get("/")
    def own_loop(_: Request) -> Iterator[bytes]:
        async def main() -> bytes:
            return variable.get().encode()

        yield asyncio.run(main())
        yield asyncio.run(main())

    async def main() -> bytes:
        variable.set("x")
        response = await app.arespond(Request("GET", "/"))
        return await response.aread()

    assert asyncio.run(main()) == b"xx"


def test_pieces_that_come_later_are_not_read_by_for_in_a_coroutine() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="use `async for`"):
            Body(pieces(b"a")).read()

    asyncio.run(main())
    assert Body(pieces(b"a", b"b")).read() == b"ab"
    with pytest.raises(BodyTooLongError):
        Body(pieces(b"a", b"b")).read(1)


def test_body_that_was_begun_in_one_way_goes_on_in_it() -> None:
    class Both:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"plain ", b"pieces")

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"async "
            yield b"pieces"

    async def main() -> list[bytes]:
        plain, later = Response(Both()), Response(Both())
        plain.begin()
        await later.abegin()
        return [await plain.aread(), await later.aread(), await Body(Both()).aread(), Body(Both()).read()]

    assert asyncio.run(main()) == [b"plain pieces", b"async pieces", b"async pieces", b"plain pieces"]


def test_body_is_closed_with_what_it_is_made_of() -> None:
    closed: list[str] = []

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"a"
        finally:
            closed.append("closed")

    async def main() -> None:
        response = Response(endless())
        await response.abegin()
        iterator = aiter(response.body)
        assert await anext(iterator) == b"a"
        await iterator.aclose()  # type: ignore[attr-defined]
        # What it passes on is closed when nobody has it any more.
        del iterator, response
        await asyncio.sleep(0)
        await asyncio.get_running_loop().shutdown_asyncgens()

    asyncio.run(main())
    assert closed == ["closed"]


def test_hooks_are_called_after_a_request(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    called: list[str] = []

    @app.after_request
    def note(request: Request, response: Response) -> None:
        called.append(f"{request.path} {response.status}")

    @app.after_request
    def fail(request: Request, response: Response) -> None:
        raise ValueError("bad hook")

    @app.after_request
    async def note_later(request: Request, response: Response) -> None:
        await asyncio.sleep(0)
        called.append("later")

    finishing = app.finish(Request("GET", "/a"), Response())
    assert finishing is not None
    asyncio.run(finishing)  # type: ignore[arg-type]
    assert called == ["/a 200", "later"]
    assert "ValueError: bad hook" in capsys.readouterr().err
    assert App().finish(Request("GET", "/"), Response()) is None


def test_response_that_was_not_awaited_says_so() -> None:
    async def nothing() -> Response:
        return Response("x")

    async def main() -> bytes:
        fetched = Fetched(nothing())
        with pytest.raises(AttributeError, match="`status` is that of `await fetch"):
            _ = fetched.status
        return await (await asyncio.create_task(fetched)).aread()

    assert asyncio.run(main()) == b"x"
