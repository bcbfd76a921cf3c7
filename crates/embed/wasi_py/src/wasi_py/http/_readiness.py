"""asyncio, waiting for what the host has: an event loop polls it together with its timers and its sockets."""

import asyncio
import math
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from wasi_py.http._exchange import Steps

_Result = TypeVar("_Result")
_TURN_S = 0.01
"""How long sockets are waited for before the host is asked again: nothing waits for both at once."""


async def waiting(steps: Steps[_Result]) -> _Result:
    """Takes the steps one after the other, and lets the event loop go on meanwhile."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        await waiting_for(step)


async def waiting_for(pollable: Any) -> None:
    """Waits until `pollable` is ready, and lets the event loop go on meanwhile."""
    await _watch_of_loop().wait(pollable)


class Watch:
    """What an event loop waits for at the host."""

    def __init__(self, selector: Any, poll: Callable[[list[Any], float | None], list[int]]) -> None:
        self._selector = selector
        self._select_sockets = selector.select
        self._poll = poll
        self._watched: dict[asyncio.Future[None], Any] = {}
        selector.select = self._select

    async def wait(self, pollable: Any) -> None:
        """Waits until `pollable` is ready."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watched[future] = pollable
        try:
            await future
        finally:
            del self._watched[future]

    def _select(self, timeout: float | None = None) -> Any:
        """Waits for whatever is ready first. Returns the sockets, and wakes who waits for the host."""
        if not self._watched:
            return self._select_sockets(timeout)
        if not self._selector.get_map():
            self._wake(timeout)
            return []
        self._wake(0)
        is_any_awake = any(future.done() for future in self._watched)
        turn = 0 if is_any_awake else min(_TURN_S, math.inf if timeout is None else timeout)
        return self._select_sockets(turn)

    def _wake(self, timeout: float | None) -> None:
        futures = list(self._watched)
        for index in self._poll([self._watched[future] for future in futures], timeout):
            if not futures[index].done():
                futures[index].set_result(None)


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def _watch_of_loop() -> Watch:
    loop: Any = asyncio.get_running_loop()
    if loop not in _watches:
        from wasi_py.http._polling import wait_for

        _watches[loop] = Watch(loop._selector, wait_for)
    return _watches[loop]
