"""The event loop that handlers run in where the host has none: in worlds of WASI 0.2, before the snapshot, in tests."""

import contextvars
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from _wasi_py_threads import as_in_thread

if TYPE_CHECKING:
    import asyncio

_Result = TypeVar("_Result")

_loops: "list[asyncio.AbstractEventLoop]" = []


def is_running() -> bool:
    """Tells whether this code runs in an event loop."""
    events: Any = sys.modules.get("asyncio.events")
    return events is not None and events._get_running_loop() is not None


def run(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """Runs a coroutine to its end. Raises `RuntimeError` in an event loop, where it is to be awaited."""
    if is_running():
        coroutine.close()
        raise RuntimeError("this has to be waited for: in a coroutine `await` it, or use `async for`")
    return _loop().run_until_complete(coroutine)


def _loop() -> "asyncio.AbstractEventLoop":
    ours: Any = sys.modules.get("_wasi_py_loop")
    if ours is not None:
        # That of a world with async functions is there already, and is the only one that a snapshot keeps.
        return ours.loop()  # type: ignore[no-any-return]
    if not _loops or _loops[0].is_closed():
        import asyncio

        _loops[:] = [asyncio.new_event_loop()]
    return _loops[0]


def iterated(pieces: AsyncIterator[bytes]) -> Iterator[bytes]:
    """Iterates by `for` what is iterated by `async for`."""
    while (piece := run(_next(pieces))) is not None:
        yield piece


async def _next(pieces: AsyncIterator[bytes]) -> bytes | None:
    return await anext(pieces, None)


def apart(function: Callable[..., _Result], /, *args: Any) -> _Result:
    """Calls what knows of no event loop: `fetch` waits for itself in it."""
    return as_in_thread(contextvars.copy_context(), function, *args)  # type: ignore[no-any-return]


def iterated_apart(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Takes each piece in such a call."""
    while (piece := apart(next, pieces, None)) is not None:
        yield piece
