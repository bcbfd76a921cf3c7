"""Sources that `asyncio` waits for, and the tools that they call meanwhile."""

import asyncio
import inspect
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ._native import Reply, Running

Function = Callable[..., Any]


class Begin(Protocol):
    """Begins something in Rust."""

    def __call__(
        self,
        ended: Callable[[Any, BaseException | None], object],
        called: Callable[[int, dict[str, Any], Reply], object],
    ) -> Running: ...


async def wait(begin: Begin, functions: Sequence[Function]) -> Any:
    """Waits for what `begin` has begun, and stops it if this is cancelled."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()
    tasks: set[asyncio.Task[None]] = set()

    def settle(result: Any, error: BaseException | None) -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def start(tool: int, arguments: dict[str, Any], reply: Reply) -> None:
        task = loop.create_task(_answer(functions[tool], arguments, reply))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    # Both are called on other threads.
    running = begin(
        lambda result, error: loop.call_soon_threadsafe(settle, result, error),
        lambda tool, arguments, reply: loop.call_soon_threadsafe(start, tool, arguments, reply),
    )
    try:
        return await future
    finally:
        running.stop()
        for task in tasks:
            task.cancel()


async def _answer(function: Function, arguments: dict[str, Any], reply: Reply) -> None:
    """Calls a tool: a coroutine in this loop, what may block on another thread."""
    try:
        if inspect.iscoroutinefunction(function):
            reply.returned(await function(**arguments))
        else:
            reply.returned(await asyncio.to_thread(function, **arguments))
    except Exception as error:
        reply.raised(error)
