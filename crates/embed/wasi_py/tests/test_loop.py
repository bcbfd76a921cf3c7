"""The event loop of async functions, on an ordinary CPython, with a host that is made up."""

import asyncio
import contextvars
import logging
import socket
import sys
import time
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import _wasi_py_loop
from _wasi_py_loop import EventLoop, begin, imported, spawn, step

variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="nothing")


class Host:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int | None, asyncio.Future[Any]]] = []
        self.cancelled = 0

    def __call__(self, owner: int | None, future: "asyncio.Future[Any]") -> "Host":
        self.asked.append((owner, future))
        return self

    def cancel(self) -> None:
        self.cancelled += 1


@pytest.fixture(autouse=True)
def fresh_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wasi_py_loop, "_loops", [])


def nobody(task: object) -> None:
    pass


def started(function: Callable[..., object], *arguments: object, number: int = 1) -> "asyncio.Future[Any]":
    task, _, error = begin(number, function, arguments, nobody)
    assert error is None
    assert task is not None
    return task


def test_call_that_waits_for_nothing_is_done_at_once() -> None:
    async def double(number: int) -> int:
        return 2 * number

    task = started(double, 4)
    assert task.done() or sys.version_info < (3, 12)
    assert step() == float("inf")
    assert task.result() == 8


def test_what_a_plain_function_returns_and_raises_is_the_outcome() -> None:
    def fail() -> None:
        raise ValueError("bad")

    assert begin(1, int, ("7",), nobody) == (None, 7, None)
    task, returned, error = begin(1, fail, (), nobody)
    assert (task, returned) == (None, None)
    assert isinstance(error, ValueError)
    assert "_wasi_py_loop" not in "".join(traceback.format_exception(error))


def test_what_ends_a_process_is_an_outcome_as_well() -> None:
    async def leave() -> None:
        raise SystemExit(3)

    async def leave_later() -> None:
        await asyncio.sleep(0)
        raise SystemExit(4)

    for function in (leave, leave_later):
        task, _, error = begin(1, function, (), nobody)
        step()
        outcome = error if task is None else task.exception()
        assert isinstance(outcome, SystemExit)


def test_awaitable_of_another_kind_is_awaited() -> None:
    class Later:
        def __await__(self) -> Any:
            yield from asyncio.sleep(0).__await__()
            return 5

    task = started(Later)
    step()
    assert task.result() == 5


def test_step_says_when_to_come_back() -> None:
    async def nap() -> None:
        await asyncio.sleep(0.02)

    async def spin() -> None:
        while not task.done():
            await asyncio.sleep(0)

    task = started(nap)
    assert 0.01 < step() <= 0.02
    started(spin)
    assert step() == 0
    time.sleep(0.03)
    assert step() == float("inf")
    assert task.done()


def test_timer_that_was_cancelled_is_not_waited_for() -> None:
    async def hurry() -> None:
        async with asyncio.timeout(10):
            await asyncio.sleep(0)

    task = started(hurry)
    assert step() == float("inf")
    assert task.done()


def test_host_gets_the_number_of_the_call() -> None:
    host = Host()

    async def ask() -> list[int]:
        return await asyncio.gather(imported("x", host), imported("x", host))

    tasks = [started(ask, number=number) for number in (4, 5)]
    step()
    assert [owner for owner, _ in host.asked] == [4, 4, 5, 5]
    for index, (_, future) in enumerate(host.asked):
        future.set_result(index)
    step()
    assert [task.result() for task in tasks] == [[0, 1], [2, 3]]
    assert host.cancelled == 0


def test_call_that_is_cancelled_is_cancelled_at_the_host() -> None:
    host = Host()
    said: list[str] = []

    async def ask() -> None:
        try:
            await imported("x", host)
        finally:
            said.append("finally")

    task = started(ask)
    step()
    task.cancel()
    step()
    assert task.cancelled()
    assert (host.cancelled, said) == (1, ["finally"])


def test_host_is_not_asked_from_another_loop() -> None:
    host = Host()

    async def ask() -> None:
        await imported("price", host)

    with pytest.raises(RuntimeError, match="price can be awaited while the host runs an async function"):
        asyncio.run(ask())
    with pytest.raises(RuntimeError, match="price can be awaited"):
        _wasi_py_loop.complete(ask())
    assert host.asked == []


def test_contexts_are_apart() -> None:
    async def note(name: str) -> tuple[str, str]:
        before = variable.get()
        variable.set(name)
        await asyncio.sleep(0)
        return before, variable.get()

    tasks = [started(note, name) for name in ("one", "other")]
    step()
    assert [task.result() for task in tasks] == [("nothing", "one"), ("nothing", "other")]
    begin(1, lambda: variable.set("plain"), (), nobody)
    assert variable.get() == "nothing"


def test_wake_is_called_with_the_task() -> None:
    woken: list[object] = []

    async def nap() -> None:
        await asyncio.sleep(0)

    task, _, _ = begin(1, nap, (), woken.append)
    step()
    assert woken == [task]


def test_what_is_spawned_says_what_it_raises(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("bad")

    def spawning(coroutine: Coroutine[Any, Any, None]) -> None:
        spawn(1, coroutine)

    begin(1, spawning, (fail(),), nobody)
    step()
    assert "ended early" in caplog.text
    assert "ValueError: bad" in caplog.text


def test_threads_are_refused_in_words() -> None:
    async def leave_it_to_a_thread() -> None:
        await asyncio.to_thread(print)

    async def leave_it_to_the_executor() -> None:
        await asyncio.get_running_loop().run_in_executor(None, print)

    for function in (leave_it_to_a_thread, leave_it_to_the_executor):
        task = started(function)
        step()
        with pytest.raises(NotImplementedError, match="there are no threads"):
            task.result()


def test_names_are_looked_up_without_a_thread() -> None:
    async def look_up() -> object:
        loop = asyncio.get_running_loop()
        numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
        return (await loop.getaddrinfo("127.0.0.1", 80))[0][4], await loop.getnameinfo(("127.0.0.1", 9), numeric)

    task = started(look_up)
    step()
    assert task.result() == (("127.0.0.1", 80), ("127.0.0.1", "9"))


def test_sockets_are_looked_at_the_less_often_the_longer_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    running = _wasi_py_loop.loop()
    clock = [running.time()]
    monkeypatch.setattr(running, "time", lambda: clock[0])
    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    async def read() -> object:
        return await running.sock_recv(ours, 1)

    def looks(seconds: float) -> list[float]:
        """The pauses of so much time in which nothing comes."""
        pauses, until_s = [step()], clock[0] + seconds
        while clock[0] < until_s:
            clock[0] += pauses[-1]
            pauses.append(step())
        return pauses

    with ours, theirs:
        task = started(read)
        pauses = looks(1)
        assert pauses[0] == 0.001
        assert pauses == sorted(pauses)
        assert pauses[-1] == 0.05
        assert len(pauses) < 50
        assert len(looks(1)) < 25
        # Whatever this instance does may bring an answer soon.
        started(asyncio.sleep, 0)
        assert step() == 0.001
        looks(1)
        theirs.send(b"a")
        step()
        assert task.result() == b"a"
        assert step() == float("inf")


def test_long_turn_is_reported(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wasi_py_loop, "_LONG_S", 0.01)

    async def compute() -> None:
        time.sleep(0.02)

    with caplog.at_level(logging.WARNING):
        started(compute)
        step()
    assert "the event loop was kept for 0.0 s" in caplog.text


def test_loops_of_the_app_are_named() -> None:
    ours, theirs = _wasi_py_loop.loop(), asyncio.new_event_loop()
    assert _wasi_py_loop.foreign_loops([ours, theirs]) == [f"event loop {theirs!r}"]
    theirs.close()
    assert _wasi_py_loop.foreign_loops([ours, theirs]) == []
    assert isinstance(ours, EventLoop)


def test_before_the_snapshot_it_waits_by_itself() -> None:
    async def nap() -> int:
        await asyncio.sleep(0.001)
        return 3

    assert _wasi_py_loop.complete(nap()) == 3
    assert _wasi_py_loop.complete(4) == 4
    _wasi_py_loop.prepare(2)
