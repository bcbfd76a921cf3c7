"""The event loop of a component, on an ordinary CPython."""

import asyncio
import contextvars
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

import _wasi_py_asyncio

Run = Callable[[Callable[[], Awaitable[Any]]], Any]


class Loop(asyncio.SelectorEventLoop):
    """Adapted below, and nobody else's."""


class Policy(asyncio.DefaultEventLoopPolicy):
    """The same."""


_wasi_py_asyncio._adapt_loop(Loop)
_wasi_py_asyncio._adapt_unix(SimpleNamespace(_UnixSelectorEventLoop=Loop, _UnixDefaultEventLoopPolicy=Policy))


@pytest.fixture(autouse=True)
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs a program as `asyncio.run` does."""

    def run(main: Callable[[], Awaitable[Any]]) -> Any:
        with asyncio.Runner(loop_factory=Loop) as runner:
            return runner.run(main())

    return run


def test_what_would_run_in_a_thread_runs_in_the_loop(run: Run) -> None:
    async def main() -> object:
        loop = asyncio.get_running_loop()
        return await asyncio.to_thread(lambda: 5), await loop.run_in_executor(None, divmod, 7, 2)

    assert run(main) == (5, (3, 1))


def test_what_it_raises_comes_back(run: Run) -> None:
    async def main() -> None:
        for error in (ValueError("bad"), SystemExit(3)):
            with pytest.raises(type(error)) as raised:
                await asyncio.to_thread(raiser(error))
            assert raised.value is error

    run(main)


def raiser(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_it_sees_what_a_thread_would_see(run: Run) -> None:
    variable = contextvars.ContextVar("variable", default="default")

    async def main() -> object:
        variable.set("main")
        loop = asyncio.get_running_loop()
        with pytest.raises(RuntimeError):
            await asyncio.to_thread(asyncio.get_running_loop)
        assert asyncio.get_running_loop() is loop
        return await loop.run_in_executor(None, variable.get), await asyncio.to_thread(variable.get)

    assert run(main) == ("default", "main")


def test_it_may_run_a_loop_of_its_own(run: Run) -> None:
    async def inner() -> int:
        return await asyncio.to_thread(lambda: 7)

    async def main() -> int:
        return await asyncio.to_thread(lambda: run(inner))

    assert run(main) == 7


def test_what_is_cancelled_before_it_begins_never_runs(run: Run) -> None:
    called: list[int] = []

    async def main() -> None:
        future = asyncio.get_running_loop().run_in_executor(None, called.append, 1)
        future.cancel()
        await asyncio.sleep(0)

    run(main)
    assert called == []


def test_the_default_executor_may_be_one_of_the_program(run: Run) -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor())
        await loop.run_in_executor(None, int)
        await loop.shutdown_default_executor(timeout=1)
        with pytest.raises(RuntimeError, match="Executor shutdown has been called"):
            await loop.run_in_executor(None, int)
        return 6

    assert run(main) == 6


def test_names_are_looked_up(run: Run) -> None:
    async def main() -> object:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
        return found[0][4], await loop.getnameinfo(("127.0.0.1", 9), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)

    assert run(main) == (("127.0.0.1", 80), ("127.0.0.1", "9"))


def test_a_server_and_its_client_find_each_other_by_name(run: Run) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()

    async def main() -> bytes:
        async with await asyncio.start_server(answer, "localhost", 0, family=socket.AF_INET) as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("localhost", port, family=socket.AF_INET)
            writer.write(b"hello\n")
            answered = await reader.read()
            writer.close()
            return answered

    assert run(main) == b"HELLO\n"


def test_what_wasi_has_not_is_not_implemented(run: Run) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with pytest.raises(NotImplementedError, match="no signals"):
            loop.add_signal_handler(signal.SIGINT, print)
        with pytest.raises(NotImplementedError, match="no signals"):
            loop.remove_signal_handler(signal.SIGINT)
        for start in (asyncio.create_subprocess_exec("ls"), asyncio.create_subprocess_shell("ls")):
            with pytest.raises(NotImplementedError, match="no processes"):
                await start
        for connect in (loop.connect_read_pipe, loop.connect_write_pipe):
            with pytest.raises(NotImplementedError, match="no pipes"):
                await connect(asyncio.Protocol, None)
        # As elsewhere, calling one is no error yet.
        for connection in (loop.create_unix_connection(asyncio.Protocol, "x"), loop.create_unix_server(None, "x")):
            with pytest.raises(NotImplementedError, match="no Unix domain sockets"):
                await connection

    run(main)
    for watcher in (Policy().get_child_watcher, lambda: Policy().set_child_watcher(None)):
        with pytest.raises(NotImplementedError, match="no processes"):
            watcher()


def test_a_loop_that_would_wait_forever_says_so(run: Run) -> None:
    async def main() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="would wait forever"):
        run(main)
