"""Streams and futures of WIT: async iterators and awaitables, whose other ends the host or another component has.

Nothing is read before it is asked for, and what is written waits until somebody reads.
"""

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Generator
from contextlib import suppress
from typing import Any, Generic, Protocol, Self, TypeVar

import _wasi_py_loop
from _wasi_py_loop import Operation, current_call

_T = TypeVar("_T")


class Source(Protocol):
    """The readable end that the component has."""

    def read(self, owner: int | None, future: "asyncio.Future[Any]") -> None:
        """Gives the future what is there as soon as something is: items or bytes, and `None` at the end."""

    def wait(self) -> Any:
        """Returns what `read` would give. All calls of this instance wait."""

    def close(self) -> None: ...


class Sink(Protocol):
    """The writable end that the component has."""

    def write(self, owner: int | None, future: "asyncio.Future[Any]", item: object) -> Operation:
        """Gives the future nothing once the item was read, or `BrokenPipeError` if nobody reads any more."""

    def close(self) -> None: ...


class Stream(AsyncIterator[_T]):
    """Items that come one after the other; of bytes, as many at a time as there are."""

    def __aiter__(self) -> Self:
        return self

    @abstractmethod
    async def aclose(self) -> None:
        """Reads no further: whoever writes is told."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


class ReceivedStream(Stream[_T]):
    """A stream whose other end is not in this component."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._items: deque[_T] = deque()
        self._reading: asyncio.Future[Any] | None = None
        self._is_awaited = self._is_closed = False

    async def __anext__(self) -> _T:
        if not self._items and not self._is_closed:
            await self._read()
        if not self._items:
            raise StopAsyncIteration
        return self._items.popleft()

    async def _read(self) -> None:
        if self._is_awaited:
            raise RuntimeError("another task is reading this stream")
        if self._reading is None:
            self._reading = _wasi_py_loop.running_loop("a stream").create_future()
            self._source.read(current_call(), self._reading)
        self._is_awaited = True
        try:
            # If this task is cancelled, the next one gets what was read.
            found = await asyncio.shield(self._reading)
        finally:
            self._is_awaited = False
        self._reading = None
        if isinstance(found, bytes):
            self._items.append(found)  # type: ignore[arg-type]
        elif found is None:
            self._is_closed = True
        else:
            self._items.extend(found)

    def wait(self) -> Any:
        """Returns some items at once, and nothing at the end. All calls of this instance wait for them."""
        if self._is_awaited or self._reading is not None:
            raise RuntimeError("another task is reading this stream")
        if self._is_closed:
            return None
        found = self._source.wait()
        self._is_closed = found is None
        return found

    async def aclose(self) -> None:
        self._is_closed = True
        self._items.clear()
        self._source.close()
        if self._reading is not None and not self._reading.done():
            self._reading.set_result(None)

    def untouched(self) -> Source | None:
        """Returns the end itself, if nothing was read from it."""
        is_untouched = not self._items and self._reading is None and not self._is_closed
        return self._source if is_untouched else None


class _Pipe(Generic[_T]):
    """What both ends of a stream share that begins in Python."""

    def __init__(self) -> None:
        self.written: deque[tuple[_T, asyncio.Future[None]]] = deque()
        self.something = asyncio.Event()
        self.is_ended = self.is_broken = False


class StreamWriter(Generic[_T]):
    """The end of a stream that is written to."""

    def __init__(self, pipe: _Pipe[_T]) -> None:
        self._pipe = pipe

    async def write(self, item: _T) -> None:
        """Returns once the item was taken. Raises `BrokenPipeError` if nobody reads any more."""
        if self._pipe.is_ended:
            raise ValueError("this stream was closed")
        if self._pipe.is_broken:
            raise _broken()
        entry = (item, asyncio.get_running_loop().create_future())
        self._pipe.written.append(entry)
        self._pipe.something.set()
        try:
            await entry[1]
        except asyncio.CancelledError:
            if entry in self._pipe.written:
                self._pipe.written.remove(entry)
            raise

    async def aclose(self) -> None:
        """Ends the stream, after what was written."""
        self._pipe.is_ended = True
        self._pipe.something.set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()


class _PipeStream(Stream[_T]):
    def __init__(self, pipe: _Pipe[_T]) -> None:
        self._pipe = pipe

    async def __anext__(self) -> _T:
        pipe = self._pipe
        while not pipe.written:
            if pipe.is_ended or pipe.is_broken:
                raise StopAsyncIteration
            pipe.something.clear()
            await pipe.something.wait()
        item, taken = pipe.written.popleft()
        if not taken.done():
            taken.set_result(None)
        return item

    async def aclose(self) -> None:
        self._pipe.is_broken = True
        self._pipe.something.set()
        while self._pipe.written:
            _, taken = self._pipe.written.popleft()
            if not taken.done():
                taken.set_exception(_broken())


def new_stream() -> tuple[StreamWriter[Any], Stream[Any]]:
    """Returns the two ends of a stream: one to write to, and one to read or to hand over."""
    pipe: _Pipe[Any] = _Pipe()
    return StreamWriter(pipe), _PipeStream(pipe)


def _broken() -> BrokenPipeError:
    return BrokenPipeError("nobody reads this stream any more")


class ReceivedFuture(Awaitable[_T]):
    """A value that comes later, from outside of this component. It can be awaited more than once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._future: asyncio.Future[_T] | None = None

    def __await__(self) -> Generator[Any, Any, _T]:
        if self._future is None:
            self._future = _wasi_py_loop.running_loop("a future").create_future()
            self._source.read(current_call(), self._future)
        # If this task is cancelled, others may still wait for it.
        return asyncio.shield(self._future).__await__()

    def wait(self) -> _T:
        """Returns the value. All calls of this instance wait for it."""
        if self._future is not None:
            raise RuntimeError("this future is awaited already")
        found: _T = self._source.wait()
        return found

    def untouched(self) -> Source | None:
        """Returns the end itself, if nobody has waited for it."""
        return self._source if self._future is None else None


def send_stream(number: int | None, items: AsyncIterable[Any], sink: Sink) -> None:
    """Writes all items into a stream, meanwhile."""
    _wasi_py_loop.spawn(number, _send_items(items, sink))


async def _send_items(items: AsyncIterable[Any], sink: Sink) -> None:
    iterator = aiter(items)
    try:
        # Whoever makes the items learns of it by the end of its iterator.
        with suppress(BrokenPipeError):
            async for item in iterator:
                await _write(sink, item)
    finally:
        sink.close()
        if (close := getattr(iterator, "aclose", None)) is not None:
            await close()


def send_value(number: int | None, value: Awaitable[Any], sink: Sink) -> None:
    """Writes a value into a future as soon as it is there."""
    _wasi_py_loop.spawn(number, _send_value(value, sink))


async def _send_value(value: Awaitable[Any], sink: Sink) -> None:
    from wit.types import Err

    try:
        found = await value
    except Err as error:
        found = error
    with suppress(BrokenPipeError):
        await _write(sink, found)


async def _write(sink: Sink, item: object) -> None:
    await _wasi_py_loop.imported("a stream", lambda owner, future: sink.write(owner, future, item))
