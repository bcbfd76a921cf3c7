"""The event loop of a world with async functions: all calls of an instance are tasks of it.

It never waits. The host enters it whenever something can go on, and is told when to come back at the latest.
"""

import asyncio
import contextvars
import heapq
import selectors
import socket
import sys
import threading
from asyncio import events
from asyncio.log import logger
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any, Protocol

_ROUNDS = 64
"""Rounds that are run before the host gets its turn, while tasks go on that wait for nothing."""
_LOOK_S = 0.001
"""Sockets are of WASI 0.2, whose `poll` waits for nothing of 0.3 and lets nothing else of the instance go on, in any
host so far. So they are looked at: so soon after something went on, "at once" for the clocks of hosts."""
_LOOK_SHARE = 0.25
"""The next look comes after this share of the time in which nothing went on, so what comes is seen that much later."""
_LONGEST_LOOK_S = 0.05
"""But no later than this: twenty looks a second are what a socket costs on which nothing happens."""
_LONG_S = 1.0
"""A turn that takes longer is reported: no other call goes on meanwhile."""
_NEVER = float("inf")
_NO_THREADS = (
    "there are no threads: what `asyncio.to_thread` and `run_in_executor` are given would hold up all calls of this "
    "instance; call it where it may, or `await` something that waits for the host"
)

# Whoever tests this has an older Python, in which a task begins a little later.
_EAGER: dict[str, Any] = {"eager_start": True} if sys.version_info >= (3, 12) else {}
"""A call that waits for nothing is done before the loop has a turn."""

_call: contextvars.ContextVar[int | None] = contextvars.ContextVar("call", default=None)
"""The number of the exported call that code runs for."""


class Operation(Protocol):
    """Something that the host does meanwhile."""

    def cancel(self) -> None: ...


_Base: Any = asyncio.SelectorEventLoop
"""What it is made of is no part of its interface."""


class EventLoop(_Base):  # type: ignore[misc]
    """Runs what is ready whenever it is entered. Before the snapshot, when there is no host, it runs as any other."""

    def __init__(self) -> None:
        self._is_entered = False
        self._thread_id: int | None = None
        self._began_s = self._stirred_s = 0.0
        self._hooks = sys.get_asyncgen_hooks()
        selector: Any = selectors.DefaultSelector()
        look = selector.select
        super().__init__(selector)
        wait = selector.select

        def select(timeout: float | None = None) -> Any:
            if not self._is_entered:
                return wait(timeout)
            found = look(0) if selector.get_map() else []
            if found or timeout == 0:
                # Whoever has done something may have sent something, and get an answer soon.
                self._stirred_s = self.time()
            return found

        selector.select = select

    def enter(self) -> None:
        """Makes it the running loop."""
        self._check_closed()
        self._check_running()
        self._thread_id = threading.get_ident()
        self._hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        events._set_running_loop(self)
        self._is_entered = True
        self._began_s = self.time()

    def leave(self) -> None:
        """Ends what `enter` has begun."""
        self._is_entered = self._stopping = False
        self._thread_id = None
        events._set_running_loop(None)
        sys.set_asyncgen_hooks(*self._hooks)
        taken_s = self.time() - self._began_s
        if taken_s > _LONG_S:
            logger.warning(
                "the event loop was kept for %.1f s, and no other call of this instance went on: "
                "`await` now and then in what takes long, as in `await asyncio.sleep(0)`",
                taken_s,
            )

    def run_ready(self) -> None:
        """Runs what is ready, and what becomes ready by that."""
        for _ in range(_ROUNDS):
            # A task has it as its outcome, and so has the call that the task is.
            with suppress(SystemExit, KeyboardInterrupt):
                self._run_once()
            if not self._ready:
                break

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> Any:
        """Leaves an executor of the app's to the app, and refuses the default one while the host runs a call."""
        if executor is None and self._is_entered:
            raise NotImplementedError(_NO_THREADS)
        return super().run_in_executor(executor, func, *args)

    async def getaddrinfo(self, *args: Any, **kwargs: Any) -> Any:
        """Looks a name up where the default executor would."""
        return socket.getaddrinfo(*args, **kwargs)

    async def getnameinfo(self, sockaddr: Any, flags: int = 0) -> Any:
        """Looks the name of an address up where the default executor would."""
        return socket.getnameinfo(sockaddr, flags)

    def due_s(self) -> float:
        """Returns in how many seconds it has to be entered again: 0 if at once, infinity if only for an event."""
        if self._ready:
            return 0.0
        while self._scheduled and self._scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(self._scheduled)._scheduled = False
        due_s = _NEVER
        if self._scheduled:
            due_s = max(self._scheduled[0].when() - self.time(), 0.0)
        has_sockets = len(self._selector.get_map()) > (getattr(self, "_ssock", None) is not None)
        return min(due_s, self._look_s()) if has_sockets else due_s

    def _look_s(self) -> float:
        """Returns in how many seconds sockets are looked at again."""
        still_s: float = self.time() - self._stirred_s
        return min(max(still_s * _LOOK_SHARE, _LOOK_S), _LONGEST_LOOK_S)


_loops: list[EventLoop] = []


def loop() -> EventLoop:
    """Returns the loop of this instance."""
    if not _loops:
        _loops.append(EventLoop())
    return _loops[0]


Begun = tuple["asyncio.Future[Any] | None", object, BaseException | None]
"""A task that is not done yet, or what a call returned or raised."""


def begin(
    number: int, function: Callable[..., object], arguments: tuple[object, ...], wake: Callable[..., object]
) -> Begun:
    """Calls an exported function, in a context of its own. `wake` is called once its task is done."""
    running = loop()
    context = contextvars.copy_context()
    context.run(_call.set, number)
    running.enter()
    try:
        returned = context.run(function, *arguments)
        task = _task(running, returned, context)
    except BaseException as error:
        return None, None, _without_this_frame(error)
    finally:
        running.leave()
    if task is None:
        return None, returned, None
    if not task.done():
        task.add_done_callback(wake)
    return task, None, None


def _task(running: EventLoop, returned: object, context: contextvars.Context) -> "asyncio.Future[Any] | None":
    """Returns the task of what a function returned; nothing if that is no awaitable."""
    if asyncio.iscoroutine(returned):
        return asyncio.Task(returned, loop=running, context=context, **_EAGER)
    if isinstance(returned, Awaitable):
        return context.run(asyncio.ensure_future, returned, loop=running)
    return None


def _without_this_frame(error: BaseException) -> BaseException:
    """Leaves the call in `begin` out of a traceback, which then begins with the app."""
    traceback = error.__traceback__
    return error.with_traceback(traceback and traceback.tb_next)


def step() -> float:
    """Runs what is ready. Returns what `due_s` does."""
    running = loop()
    running.enter()
    try:
        running.run_ready()
    finally:
        running.leave()
    return running.due_s()


def current_call() -> int | None:
    """Returns the number of the exported call that this code runs for."""
    return _call.get()


def running_loop(what: str) -> EventLoop:
    """Returns the loop if it is the one that runs, with a host to wait for."""
    running = asyncio.get_running_loop()
    if not isinstance(running, EventLoop) or not running._is_entered:
        raise RuntimeError(f"{what} can be awaited while the host runs an async function, not in a loop of its own")
    return running


async def imported(what: str, start: "Callable[[int | None, asyncio.Future[Any]], Operation]") -> Any:
    """Waits for the host: `start` has it do something, and the future gets the outcome."""
    future = running_loop(what).create_future()
    operation = start(_call.get(), future)
    try:
        return await future
    except BaseException:
        operation.cancel()
        raise


def refuse_calls() -> None:
    """Has the host begin no further call in this instance. The component puts its own in the place of this."""


def spawn(number: int | None, coroutine: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine beside the exported call that it is for."""
    context = contextvars.copy_context()
    context.run(_call.set, number)
    task = asyncio.Task(coroutine, loop=loop(), context=context)
    _spawned.add(task)
    task.add_done_callback(_ended)


def _ended(task: "asyncio.Task[None]") -> None:
    _spawned.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        message = "what another component was to read ended early"
        loop().call_exception_handler({"message": message, "exception": error, "task": task})


_spawned: "set[asyncio.Task[None]]" = set()
"""Tasks that nobody else refers to."""


def complete(returned: object) -> object:
    """Runs what an async function returned to its end, before the snapshot: there is no host to wait for."""
    task = _task(loop(), returned, contextvars.copy_context())
    return returned if task is None else loop().run_until_complete(task)


def prepare(calls: int) -> None:
    """Makes the loop before the snapshot, and has it run calls so that no instance is the first to do it."""
    for _ in range(calls):
        begin(0, _nap, (), lambda task: None)
        step()


async def _nap() -> None:
    await asyncio.sleep(0)


def foreign_loops(loops: "list[asyncio.AbstractEventLoop]") -> list[str]:
    """Names the event loops that the app has made, and not closed."""
    return [f"event loop {other!r}" for other in loops if other not in _loops and not other.is_closed()]
