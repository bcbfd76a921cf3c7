"""A site by Starlette."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send


@contextlib.asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[dict[str, str]]:
    yield {"greeting": "Hello from Starlette"}


class _Named(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        response.headers["x-site"] = "starlette"
        return response


async def greet(request: Request) -> Response:
    return PlainTextResponse(f"{request.state.greeting}\n")


async def echo(request: Request) -> Response:
    """The body, while it comes in."""
    return StreamingResponse(request.stream())


def work_in_thread(request: Request) -> Response:
    """A view that is no coroutine: natively it runs in a thread."""
    return PlainTextResponse(f"{request.query_params['name']}\n")


async def upload(request: Request) -> Response:
    async with request.form() as form:
        files = {name: [file.filename, file.size] for name, file in form.items() if not isinstance(file, str)}
        return JSONResponse(files)


async def send_events(_: Request) -> Response:
    """Three events, and before each the loop does something else."""

    async def events() -> AsyncIterator[str]:
        for number in range(3):
            await asyncio.sleep(0.01)
            yield f"data: event {number}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


async def count_visits(request: Request) -> Response:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return PlainTextResponse(f"{request.session['visits']}\n")


async def answer_and_work(_: Request) -> Response:
    def work() -> None:
        print("worked after the answer", file=sys.stderr)

    return PlainTextResponse("soon\n", background=BackgroundTask(work))


async def ask_at_once(request: Request) -> Response:
    """Asks another server several times at once, and says in what order the answers came."""
    order: list[str] = []
    async with httpx.AsyncClient() as client:

        async def ask(url: str) -> None:
            order.append((await client.get(url)).text)

        await asyncio.gather(*map(ask, request.query_params.getlist("url")))
    return JSONResponse(order)


class _LineCounter:
    """Says after the body how many lines it had: Starlette leaves trailers to ASGI."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"trailer", b"x-lines")]
        await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": True})
        for line in (b"one\n", b"two\n"):
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body"})
        await send({"type": "http.response.trailers", "headers": [(b"x-lines", b"2")]})


async def fail(_: Request) -> Response:
    raise RuntimeError("this endpoint fails")


app = Starlette(
    lifespan=_lifespan,
    middleware=[
        Middleware(CORSMiddleware, allow_origins=["https://example.org"]),
        Middleware(SessionMiddleware, secret_key="of an example, so no secret"),
        Middleware(GZipMiddleware),
    ],
    routes=[
        Route("/starlette/trailers", _LineCounter()),
        Mount(
            "/starlette",
            # It knows of no trailers.
            middleware=[Middleware(_Named)],
            routes=[
                Route("/", greet),
                Route("/echo", echo, methods=["POST"]),
                Route("/thread", work_in_thread),
                Route("/upload", upload, methods=["POST"]),
                Route("/events", send_events),
                Route("/visits", count_visits),
                Route("/later", answer_and_work),
                Route("/at-once", ask_at_once),
                Route("/fail", fail),
            ],
        ),
    ],
)
