"""Streams and futures in Python, with ends that are made up."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

import _wasi_py_loop
from _wasi_py_loop import begin, step
from _wasi_py_streams import ReceivedFuture, ReceivedStream, new_stream, send_stream, send_value


class Source:
    """Gives what it is made of, one thing a turn."""

    def __init__(self, *found: object) -> None:
        self.found = list(found)
        self.reading: list[asyncio.Future[Any]] = []
        self.is_closed = False

    def read(self, owner: int | None, future: "asyncio.Future[Any]") -> None:
        self.reading.append(future)
        if self.found:
            asyncio.get_running_loop().call_soon(future.set_result, self.found.pop(0))

    def wait(self) -> object:
        return self.found.pop(0)

    def close(self) -> None:
        self.is_closed = True


class Sink:
    """Takes a number of items."""

    def __init__(self, room: int = 100) -> None:
        self.items: list[object] = []
        self.room = room
        self.is_closed = False

    def write(self, owner: int | None, future: "asyncio.Future[Any]", item: object) -> "Sink":
        if item == "unfit":
            raise OverflowError("does not fit")
        if len(self.items) < self.room:
            self.items.append(item)
            future.set_result(None)
        else:
            future.set_exception(BrokenPipeError())
        return self

    def cancel(self) -> None: ...

    def close(self) -> None:
        self.is_closed = True


class Err(Exception):  # noqa: N818
    """As `wit.types` has it."""


@pytest.fixture(autouse=True)
def fresh_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wasi_py_loop, "_loops", [])
    monkeypatch.setitem(sys.modules, "wit", SimpleNamespace(types=SimpleNamespace(Err=Err)))
    monkeypatch.setitem(sys.modules, "wit.types", SimpleNamespace(Err=Err))


def run(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    task, _, error = begin(1, main, (), lambda task: None)
    assert error is None
    assert task is not None
    step()
    return task.result()


def test_items_and_bytes_are_read_to_their_end() -> None:
    async def main() -> object:
        items = [item async for item in ReceivedStream[int](Source([1, 2], [3], None))]
        chunks = [chunk async for chunk in ReceivedStream[bytes](Source(b"ab", b"c", None))]
        return items, chunks

    assert run(main) == ([1, 2, 3], [b"ab", b"c"])


def test_stream_that_is_closed_ends() -> None:
    source = Source([1, 2])

    async def main() -> object:
        async with ReceivedStream[int](source) as stream:
            first = await anext(stream)
        return first, [item async for item in stream], stream.untouched()

    assert run(main) == (1, [], None)
    assert source.is_closed


def test_reader_that_is_cancelled_leaves_its_item_to_the_next() -> None:
    source = Source()

    async def main() -> object:
        stream = ReceivedStream[int](source)
        first = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        second = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        source.reading[0].set_result([7])
        return await second, len(source.reading)

    assert run(main) == (7, 1)


def test_two_tasks_do_not_read_one_stream() -> None:
    async def main() -> None:
        stream = ReceivedStream[int](Source())
        first = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another task"):
            await anext(stream)
        first.cancel()

    run(main)


def test_future_can_be_awaited_again() -> None:
    source = Source(5)

    async def main() -> object:
        future = ReceivedFuture[int](source)
        return await future, await future, future.untouched()

    assert run(main) == (5, 5, None)


def test_writer_waits_until_its_item_was_taken() -> None:
    async def main() -> object:
        writer, reader = new_stream()
        done: list[int] = []

        async def write() -> None:
            async with writer:
                for number in range(3):
                    await writer.write(number)
                    done.append(number)

        task = asyncio.create_task(write())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        before = list(done)
        items = [item async for item in reader]
        await task
        with pytest.raises(ValueError, match="closed"):
            await writer.write(4)
        return before, items, done

    assert run(main) == ([], [0, 1, 2], [0, 1, 2])


def test_writer_learns_that_nobody_reads() -> None:
    async def main() -> None:
        writer, reader = new_stream()
        waiting = asyncio.create_task(writer.write(1))
        await asyncio.sleep(0)
        async with reader:
            pass
        with pytest.raises(BrokenPipeError):
            await waiting
        with pytest.raises(BrokenPipeError):
            await writer.write(2)
        assert [item async for item in reader] == []

    run(main)


def test_item_whose_writer_was_cancelled_is_not_read() -> None:
    async def main() -> object:
        writer, reader = new_stream()
        waiting = asyncio.create_task(writer.write(1))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        await writer.aclose()
        return [item async for item in reader]

    assert run(main) == []


def test_items_are_sent_until_nobody_reads() -> None:
    said: list[str] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            for number in range(10):
                yield number
        finally:
            said.append("closed")

    async def main(sink: Sink) -> None:
        send_stream(1, numbers(), sink)

    for sink, expected in [(Sink(), list(range(10))), (Sink(room=2), [0, 1])]:
        run(lambda sink=sink: main(sink))  # type: ignore[misc]
        assert (sink.items, sink.is_closed) == (expected, True)
    assert said == ["closed", "closed"]


def test_item_that_does_not_fit_ends_the_stream_and_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    sink = Sink()

    async def items() -> AsyncIterator[str]:
        yield "fit"
        yield "unfit"

    async def main() -> None:
        send_stream(1, items(), sink)

    run(main)
    assert (sink.items, sink.is_closed) == (["fit"], True)
    assert "OverflowError: does not fit" in caplog.text


def test_value_or_error_is_sent() -> None:
    sinks = [Sink(), Sink(), Sink(room=0)]
    error = Err()

    async def value() -> int:
        await asyncio.sleep(0)
        return 6

    async def fail() -> int:
        raise error

    async def main() -> None:
        send_value(1, value(), sinks[0])
        send_value(1, fail(), sinks[1])
        send_value(1, value(), sinks[2])

    run(main)
    assert [sink.items for sink in sinks] == [[6], [error], []]


def test_what_is_no_coroutine_waits_for_itself() -> None:
    stream: ReceivedStream[bytes] = ReceivedStream(Source(b"a", b"b", None))
    assert [stream.wait(), stream.wait(), stream.wait(), stream.wait()] == [b"a", b"b", None, None]
    future: ReceivedFuture[int] = ReceivedFuture(Source(5))
    assert future.wait() == 5


def test_two_do_not_wait_for_the_same() -> None:
    stream: ReceivedStream[bytes] = ReceivedStream(Source())
    future: ReceivedFuture[int] = ReceivedFuture(Source())

    async def main() -> None:
        tasks = [asyncio.ensure_future(anext(stream)), asyncio.ensure_future(future)]
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another task is reading this stream"):
            stream.wait()
        with pytest.raises(RuntimeError, match="this future is awaited already"):
            future.wait()
        for task in tasks:
            task.cancel()

    run(main)
