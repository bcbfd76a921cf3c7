"""Requests to others, many at a time: by the interface that the world has for them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from weakref import WeakKeyDictionary

from wasi_py.http._outgoing import Outgoing
from wasi_py.http.messages import Response

_AT_A_TIME = 100
"""As many requests wait for their responses at a time, in each event loop."""

_permits: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def fetch(request: Outgoing) -> Response:
    """Sends a request as soon as it may, and returns the response as soon as its headers are there."""
    send = _sender()
    async with _permits.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_A_TIME)):
        return await send(request)


@cache
def _sender() -> Callable[[Outgoing], Awaitable[Response]]:
    try:
        from wasi_py.http._service import client
    except ImportError:
        from wasi_py.http import _client_meanwhile

        return _client_meanwhile.fetch
    return client.fetch
