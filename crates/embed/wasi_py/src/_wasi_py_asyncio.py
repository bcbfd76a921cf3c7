"""asyncio in a component: one thread, so nobody has to wake its event loop, and what natively runs in a thread of its
own runs in that of the loop.

CPython's loop makes a socket pair at its start, which on WASI is a TCP connection over loopback and fails without
permission for the network. Its default executor starts threads, of which there are none.
"""

import contextvars
import functools
import inspect
import time
from collections.abc import Callable
from concurrent.futures import Executor
from types import ModuleType
from typing import Any, NoReturn

from _wasi_py_threads import as_in_thread


def adapt(module: ModuleType) -> None:
    """Changes the base of every selector event loop, or the loop and the policy for Unix."""
    if module.__name__ == "asyncio.unix_events":
        _adapt_unix(module)
    else:
        _adapt_loop(module.BaseSelectorEventLoop)


def _adapt_loop(loop: Any) -> None:
    loop._make_self_pipe = _do_nothing
    loop._close_self_pipe = _do_nothing
    loop._write_to_self = _do_nothing
    original_init = loop.__init__

    def init(self: Any, selector: Any = None) -> None:
        original_init(self, selector)
        self._selector.select = _sleeping_select(self._selector)

    loop.__init__ = init
    loop.run_in_executor = _inline_executor(loop.run_in_executor)
    loop.shutdown_default_executor = _shutdown_default_executor


def _do_nothing(loop: object) -> None:
    pass


def _sleeping_select(selector: Any) -> Any:
    """`selector.select`, but sleeping when there is nothing to wait for: WASI's `poll` refuses an empty set."""
    original_select = selector.select

    def select(timeout: float | None = None) -> list[Any]:
        if selector.get_map():
            return original_select(timeout)  # type: ignore[no-any-return]
        if timeout is None:
            raise RuntimeError("the event loop would wait forever: nothing is scheduled and no socket is open")
        if timeout > 0:
            time.sleep(timeout)
        return []

    return select


def _inline_executor(original: Any) -> Any:
    """`loop.run_in_executor`, but the default executor is the loop itself, as soon as it comes to it."""

    def run_in_executor(self: Any, executor: Executor | None, func: Callable[..., Any], *args: Any) -> Any:
        if executor is not None:
            return original(self, executor, func, *args)
        self._check_closed()
        self._check_default_executor()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        future = self.create_future()
        self.call_soon(_run_into, future, func, args)
        return future

    return run_in_executor


def _run_into(future: Any, func: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """Runs `func` as it would run in a thread, unless nobody waits for it any more."""
    if future.done():
        return
    try:
        result = as_in_thread(contextvars.Context(), func, *args)
    except BaseException as error:
        outcome, value = future.set_exception, error
    else:
        outcome, value = future.set_result, result
    if not future.done():
        outcome(value)


async def _shutdown_default_executor(loop: Any, timeout: float | None = None) -> None:
    loop._executor_shutdown_called = True
    if loop._default_executor is not None:
        loop._default_executor.shutdown(wait=True)


_NO_PIPES = "WASI has no pipes that can be waited for"
_NO_PROCESSES = "WASI has no processes"
_NO_SIGNALS = "WASI has no signals"
_NO_UNIX_SOCKETS = "WASI has no Unix domain sockets"

_LOOP_WITHOUT = {
    "_make_read_pipe_transport": _NO_PIPES,
    "_make_subprocess_transport": _NO_PROCESSES,
    "_make_write_pipe_transport": _NO_PIPES,
    "add_signal_handler": _NO_SIGNALS,
    "create_unix_connection": _NO_UNIX_SOCKETS,
    "create_unix_server": _NO_UNIX_SOCKETS,
    "remove_signal_handler": _NO_SIGNALS,
}
_POLICY_WITHOUT = {
    "get_child_watcher": _NO_PROCESSES,
    "set_child_watcher": _NO_PROCESSES,
}


def _adapt_unix(unix_events: Any) -> None:
    """Makes what WASI cannot do raise `NotImplementedError`, as asyncio does on systems that are not Unix."""
    _leave_out(unix_events._UnixSelectorEventLoop, _LOOP_WITHOUT)
    _leave_out(unix_events._UnixDefaultEventLoopPolicy, _POLICY_WITHOUT)


def _leave_out(owner: type, reasons: dict[str, str]) -> None:
    for name, reason in reasons.items():
        setattr(owner, name, _not_implemented(getattr(owner, name), reason))


def _not_implemented(original: Callable[..., Any], reason: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def method(*args: object, **kwargs: object) -> NoReturn:
        raise NotImplementedError(reason)

    @functools.wraps(original)
    async def coroutine(*args: object, **kwargs: object) -> NoReturn:
        raise NotImplementedError(reason)

    return coroutine if inspect.iscoroutinefunction(original) else method
