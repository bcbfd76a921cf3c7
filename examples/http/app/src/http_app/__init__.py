"""Answers HTTP requests, and makes some itself."""

import itertools
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

from http_app.people import Person
from wasi_py.http import App, Body, HTTPError, Request, Response, TransportError, fetch

app = App()
handle = app.handle
"""The export of `wasi:http/incoming-handler`."""

_PEOPLE = [
    Person("John", 21, ["funny", "student"]),
    Person("Jane", 22, ["thoughtful", "student"]),
    Person("George", 75, ["wise", "retired"]),
]
_NOT_PASSED_ON = ("connection", "content-length", "keep-alive", "transfer-encoding")
"""Headers that are about one connection, or that the host writes."""


@app.get("/")
def greet(_: Request) -> str:
    return "Hello from Python\n"


@app.get("/hello/{name}")
def greet_by_name(_: Request, name: str) -> str:
    return f"Hello {name}\n"


@app.get("/people")
def list_people(request: Request) -> Response:
    """All people, or those that carry each `tag` of the query."""
    tags = request.query.get("tag", [])
    return _json([person for person in _PEOPLE if all(tag in person.tags for tag in tags)])


@app.post("/people/{tag}")
def filter_people(request: Request, tag: str) -> Response:
    """Those of the people in the body who carry the tag."""
    people = [Person.of_json(value) for value in request.json()]
    return _json([person for person in people if tag in person.tags])


@app.post("/echo")
def echo(request: Request) -> Response:
    """The body, while it comes in."""
    return Response(
        request.body, headers={"content-type": request.headers.get("content-type", "application/octet-stream")}
    )


@app.get("/count/{n:int}")
def count(_: Request, n: int) -> Response:
    """The numbers from 1 to `n`, each made when there is room for it."""

    def lines() -> Iterator[bytes]:
        for number in range(1, n + 1):
            yield b"%d\n" % number

    return Response(lines(), headers={"content-type": "text/plain"})


@app.get("/proxy")
def proxy(request: Request) -> Response:
    """What another server answers, while it comes in. It asks whomever it is told to: nothing for the internet."""
    return _passed_on(request, b"")


@app.post("/proxy")
def proxy_body(request: Request) -> Response:
    """The same for a request with a body, which is passed on while it comes in."""
    return _passed_on(request, b"" if request.headers["content-length"] == "0" else request.body)


@app.get("/status/{status:int}")
def answer_with_status(_: Request, status: int) -> Response:
    return Response(f"{status}\n", status=status)


@app.get("/headers")
def list_headers(request: Request) -> Response:
    """The headers of the request, and each `x-` one as a header of the response."""
    items = request.headers.items()
    own = [(name, value) for name, value in items if name.lower().startswith("x-")]
    return Response.of_json([list(item) for item in items], headers=own)


_visits = itertools.count(1)


@app.get("/visits")
def count_visits(_: Request) -> str:
    """How many requests this instance has answered on this path: one, unless the host uses instances again."""
    return f"{next(_visits)}\n"


@app.get("/last")
def be_the_last(_: Request) -> str:
    """The same, in an instance that then gets no other request."""
    app.refuse_reuse()
    return f"{next(_visits)}\n"


@app.post("/shout")
async def shout(request: Request) -> bytes:
    """The body in capitals, which is waited for while others go on."""
    return (await request.aread()).upper()


@app.post("/echo/later")
async def echo_later(request: Request) -> Response:
    """The body, while it comes in, by an async generator."""

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in request.body:
            yield piece

    return Response(pieces())


@app.get("/count/{n:int}/later")
async def count_later(_: Request, n: int) -> AsyncIterator[bytes]:
    """The numbers from 1 to `n`."""

    async def lines() -> AsyncIterator[bytes]:
        for number in range(1, n + 1):
            yield b"%d\n" % number

    return lines()


_together: set[Request] = set()


@app.get("/together/{milliseconds:int}")
async def wait_together(request: Request, milliseconds: int) -> str:
    """How many requests this instance has on this path, after a while."""
    import asyncio

    _together.add(request)
    await asyncio.sleep(milliseconds / 1000)
    count = len(_together)
    await asyncio.sleep(milliseconds / 1000)
    _together.remove(request)
    return f"{count}\n"


@app.get("/wait/{milliseconds:int}")
async def wait(_: Request, milliseconds: int) -> str:
    import asyncio

    await asyncio.sleep(milliseconds / 1000)
    return f"{milliseconds}\n"


@app.get("/gather/{count:int}")
async def gather(request: Request, count: int) -> str:
    """What another server answers to so many requests, all at once."""
    import asyncio

    answers = await asyncio.gather(*(fetch(_url(request), timeout=60) for _ in range(count)))
    lengths = [len(await answer.aread()) for answer in answers if answer.status == 200]
    return f"{len(lengths)} answers, {sum(lengths)} bytes\n"


@app.get("/race")
async def race(request: Request) -> str:
    """The first answer of those whom the query names. The other requests are given up."""
    import asyncio

    asked = [asyncio.create_task(fetch(url)) for url in request.query["url"]]
    done, late = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    for task in late:
        task.cancel()
    answer = done.pop().result()
    return f"{answer.status}: {(await answer.aread()).decode()}"


@app.after_request
def note(request: Request, response: Response) -> None:
    """Says what was answered to whoever asks for it."""
    if (text := request.headers["x-note"]) is not None:
        print(f"{text}: {response.status}", file=sys.stderr)


@app.get("/fail")
def fail(_: Request) -> Response:
    raise RuntimeError("this handler fails")


@app.get("/fail/{n:int}")
def fail_late(_: Request, n: int) -> Response:
    """Fails when `n` bytes are written."""

    def pieces() -> Iterator[bytes]:
        yield bytes(n)
        raise RuntimeError("this body fails")

    return Response(pieces())


@app.get("/mistake/{kind}")
def answer_wrongly(_: Request, kind: str) -> Any:
    """What is no answer, or cannot be sent."""
    from http_app.mistakes import MISTAKES

    return MISTAKES[kind]()


@app.get("/bytearray")
def answer_with_bytearray(_: Request) -> bytearray:
    return bytearray(b"bytes\n")


def _passed_on(request: Request, body: Body | bytes) -> Response:
    url = _url(request)
    try:
        answer = fetch(url, method=request.method, body=body, timeout=10)
    except ValueError as error:
        raise HTTPError(400, f"the query has no `url` to ask: {error}") from error
    except TransportError as error:
        raise HTTPError(502, f"no answer from {url}: {error.code}") from error
    for name in _NOT_PASSED_ON:
        del answer.headers[name]
    return answer


def _url(request: Request) -> str:
    return request.query.get("url", [""])[0]


def _json(people: list[Person]) -> Response:
    return Response.of_json([asdict(person) for person in people])


app.warm_up("GET", "/")
app.warm_up("GET", "/people?tag=student")
app.warm_up("POST", "/people/a", body=b'[{"name": "Ann", "age": 3, "tags": ["a"]}]')
app.warm_up("GET", "/nowhere")
