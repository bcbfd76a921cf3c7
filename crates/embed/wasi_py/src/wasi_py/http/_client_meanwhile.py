"""Requests to others by `wasi:http/outgoing-handler` of WASI 0.2, while the event loop goes on."""

import asyncio

from wasi_py.http._client import begin, handle, response
from wasi_py.http._interfaces import types
from wasi_py.http._outgoing import Outgoing
from wasi_py.http._readiness import waiting_for
from wasi_py.http._streams import Arriving, NotTakenError, write_meanwhile
from wasi_py.http.messages import Body, Response


async def fetch(request: Outgoing) -> Response:
    """Sends a request, and returns the response as soon as its headers are there."""
    outgoing = begin(request)
    sending: asyncio.Future[None] | None = None
    if request.body.length != 0:
        sending = asyncio.ensure_future(_send(outgoing.body(), request.body))
    with handle(outgoing, request) as future:
        with future.subscribe() as answered:
            await waiting_for(answered)
        return response(future, lambda body: Arriving(body, sending=sending))


async def _send(body: types.OutgoingBody, pieces: Body) -> None:
    """Writes until the other side takes no more: its answer says why."""
    try:
        await write_meanwhile(body, pieces)
    except NotTakenError:
        return
