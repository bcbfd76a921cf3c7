"""Worker threads of `anyio`, and so of Starlette, without threads: a call runs in that of the event loop."""

from __future__ import annotations

import contextvars

from _wasi_py_threads import as_in_thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def adapt(module: Any) -> None:
    """Changes the backend for asyncio."""
    module.AsyncIOBackend.run_sync_in_worker_thread = classmethod(_run_in_loop)


async def _run_in_loop(
    backend: Any,
    func: Callable[..., Any],
    args: tuple[Any, ...],
    abandon_on_cancel: bool = False,
    limiter: Any = None,
) -> Any:
    """Runs `func` as a worker would: in a copy of the caller's context, where no event loop runs."""
    await backend.checkpoint()
    async with limiter or backend.current_default_thread_limiter():
        return as_in_thread(contextvars.copy_context(), func, *args)
