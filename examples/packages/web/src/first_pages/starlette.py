import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def hello(request: Request) -> JSONResponse:
    return JSONResponse({"hello": request.path_params["name"]})


async def call(path: str) -> list[dict]:
    app = Starlette(routes=[Route("/hello/{name}", hello)])
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b""}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await app(scope, receive, send)
    return sent


def example() -> None:
    start, body = asyncio.run(call("/hello/Ann"))
    assert (start["status"], body["body"]) == (200, b'{"hello":"Ann"}')
    assert asyncio.run(call("/nowhere"))[0]["status"] == 404
