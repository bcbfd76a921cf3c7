"""Thread pools of a component, on an ordinary CPython."""

import asyncio
import contextvars
import logging
import threading
from concurrent.futures import Future
from concurrent.futures import thread as original
from types import SimpleNamespace

import pytest

import _wasi_py_threads


class Pool(original.ThreadPoolExecutor):
    """Adapted below, and nobody else's."""


_wasi_py_threads.adapt(SimpleNamespace(ThreadPoolExecutor=Pool, _base=original._base))


@pytest.fixture(autouse=True)
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


def test_a_call_has_ended_when_it_is_submitted() -> None:
    with Pool() as pool:
        future = pool.submit(divmod, 7, 2)
        assert future.done()
        assert future.result() == (3, 1)
        assert not future.cancel()
        assert list(pool.map(pow, [2, 3], [5, 2])) == [32, 9]


def test_what_it_raises_comes_back() -> None:
    error = SystemExit(3)

    def fail() -> None:
        raise error

    with Pool() as pool:
        assert pool.submit(fail).exception() is error


def test_a_call_may_submit_others_and_wait_for_them() -> None:
    with Pool(max_workers=1) as pool:
        assert pool.submit(lambda: pool.submit(int, "7").result()).result() == 7


def test_callbacks_are_called() -> None:
    seen: list[Future[int]] = []
    with Pool() as pool:
        future = pool.submit(int)
        future.add_done_callback(seen.append)
    assert seen == [future]


def test_after_its_end_a_pool_takes_nothing() -> None:
    pool = Pool()
    pool.shutdown(cancel_futures=True)
    with pytest.raises(RuntimeError, match="cannot schedule new futures after shutdown"):
        pool.submit(int)


def test_the_initializer_runs_once_before_the_first_call() -> None:
    called: list[int] = []
    variable = contextvars.ContextVar("variable", default="default")

    def initialize(number: int) -> None:
        called.append(number)
        variable.set("initializer")

    variable.set("main")
    with Pool(initializer=initialize, initargs=(5,)) as pool:
        assert called == []
        assert [pool.submit(variable.get).result() for _ in range(2)] == ["initializer"] * 2
    assert called == [5]
    assert variable.get() == "main"


def test_a_pool_whose_initializer_fails_is_broken(caplog: pytest.LogCaptureFixture) -> None:
    pool = Pool(initializer=lambda: 1 / 0)
    with caplog.at_level(logging.CRITICAL):
        assert isinstance(pool.submit(int).exception(), original.BrokenThreadPool)
    assert "Exception in initializer" in caplog.text
    with pytest.raises(original.BrokenThreadPool):
        pool.submit(int)


def test_a_call_sees_what_a_thread_would_see() -> None:
    variable = contextvars.ContextVar("variable", default="default")
    variable.set("main")

    def look() -> str:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return variable.get()

    async def main() -> str:
        loop = asyncio.get_running_loop()
        with Pool() as pool:
            found = await loop.run_in_executor(pool, look)
        assert asyncio.get_running_loop() is loop
        return found

    assert asyncio.run(main()) == "default"
