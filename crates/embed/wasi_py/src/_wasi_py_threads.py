"""Thread pools without threads: a call runs in the only thread, when it is submitted."""

from __future__ import annotations

import contextvars
import functools
import queue
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def adapt(thread: Any) -> None:
    """Changes `ThreadPoolExecutor`, whose own `submit` checks, queues the call, and starts a thread if need be."""
    pool = thread.ThreadPoolExecutor
    enqueue = pool.submit

    @functools.wraps(enqueue)
    def submit(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = enqueue(self, fn, *args, **kwargs)
        _work(self, thread._base.LOGGER)
        return future

    pool.submit = submit
    pool._adjust_thread_count = _start_no_thread


_CONTEXT = "_wasi_py_context"
"""The attribute of a pool for the context that its initializer ran in, of which each call gets a copy."""


def _start_no_thread(pool: object) -> None:
    pass


def _work(pool: Any, logger: Any) -> None:
    """Works as a thread of the pool does: runs the initializer, then the calls that are queued."""
    context = vars(pool).get(_CONTEXT)
    if context is None:
        context = vars(pool)[_CONTEXT] = contextvars.Context()
        as_in_thread(context, _initialize, pool, logger)
    while True:
        try:
            item = pool._work_queue.get_nowait()
        except queue.Empty:
            return
        if item is not None:
            as_in_thread(context.copy(), item.run)


def _initialize(pool: Any, logger: Any) -> None:
    if pool._initializer is None:
        return
    try:
        pool._initializer(*pool._initargs)
    except BaseException:
        logger.critical("Exception in initializer:", exc_info=True)
        pool._initializer_failed()


def as_in_thread(context: contextvars.Context, func: Callable[..., Any], /, *args: Any) -> Any:
    """Calls `func` as a thread of its own would: in a context of its own, where no event loop runs."""
    events: Any = sys.modules.get("asyncio.events")
    if events is None:
        return context.run(func, *args)
    loop = events._get_running_loop()
    events._set_running_loop(None)
    try:
        return context.run(func, *args)
    finally:
        events._set_running_loop(loop)
