"""Bodies in and out, as fast as the other side is."""

from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable, Iterator
from typing import Any, Self

from wasi_py.http._interfaces import poll, streams, types
from wasi_py.http._translate import failure, texts
from wasi_py.http.errors import TransportError

PIECE = 64 * 1024
"""How many bytes are read at once, at most."""

Writing = Generator[poll.Pollable]
"""Yields what has to be waited for before it goes on."""


class NotTakenError(Exception):
    """The other side takes no more of a body."""

    def __init__(self, reason: TransportError) -> None:
        super().__init__(reason)
        self.reason = reason


def stream_failure(error: streams.StreamError) -> TransportError:
    """Returns the exception for a body that breaks off."""
    if isinstance(error, streams.StreamErrorClosed):
        return TransportError("connection-terminated")
    with error.value as reason:
        code = types.http_error_code(reason)
        return failure(code) if code else TransportError("internal-error", reason.to_debug_string())


def received_headers(own: types.Fields) -> list[tuple[str, str]]:
    """Returns the headers of a message."""
    with own:
        return texts(own.entries())


class _Stream:
    """A stream, and what tells when it is ready: nobody is asked for that before there is something to wait for."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._ready: poll.Pollable | None = None

    def ready(self) -> poll.Pollable:
        """What is ready when the stream is."""
        if self._ready is None:
            self._ready = self._stream.subscribe()
        return self._ready

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # A child is dropped before what it is a part of.
        if self._ready is not None:
            with self._ready:
                pass
        with self._stream:
            pass


class Output(_Stream):
    """A stream to write to."""

    _stream: streams.OutputStream

    def write(self, piece: bytes) -> Writing:
        """Writes a piece. Raises `NotTakenError` if the other side takes no more."""
        if not piece:
            return
        stream = self._stream
        try:
            count = stream.check_write()
            if len(piece) <= count:
                # Most are taken at once.
                stream.write(piece)
                return
            rest = memoryview(piece)
            while rest:
                if count:
                    stream.write(bytes(rest[:count]))
                    rest, count = rest[count:], 0
                elif not (count := stream.check_write()):
                    yield self.ready()
        except streams.StreamErrorException as error:
            raise NotTakenError(stream_failure(error.value)) from None

    def flush(self) -> None:
        """Has what was written go on its way."""
        try:
            self._stream.flush()
        except streams.StreamErrorException:
            # Who has as many bytes as the headers say may have closed it by now.
            return


class Input(_Stream):
    """A stream to read from."""

    _stream: streams.InputStream

    def read(self, count: int) -> Generator[poll.Pollable, None, bytes]:
        """Reads some bytes, at most `count`. Raises `StreamErrorException` at the end as well."""
        while not (piece := self._stream.read(count)):
            yield self.ready()
        return piece


def write(body: types.OutgoingBody, pieces: Iterable[bytes]) -> Writing:
    """Writes `pieces` and finishes `body`. If they raise, it is dropped unfinished, by which the other side sees it."""
    with body:
        with Output(body.write()) as output:
            for piece in pieces:
                yield from output.write(piece)
            output.flush()
        _finish(body)


async def write_meanwhile(body: types.OutgoingBody, pieces: AsyncIterable[bytes]) -> None:
    """Does the same, and lets the event loop go on."""
    from wasi_py.http._readiness import waiting

    with body:
        with Output(body.write()) as output:
            async for piece in pieces:
                await waiting(output.write(piece))
            output.flush()
        _finish(body)


def _finish(body: types.OutgoingBody) -> None:
    try:
        types.OutgoingBody.finish(body, None)
    except types.ErrorCodeException as error:
        raise failure(error.value) from None


class Arriving:
    """The pieces of a body as they arrive, while `writing` goes on. They are iterated in one of two ways."""

    def __init__(self, body: types.IncomingBody, writing: Iterable[poll.Pollable] = (), sending: object = None) -> None:
        self._body = body
        self._writing = writing
        self._sending = sending
        """What goes on meanwhile, and would end if nobody kept it."""

    def __iter__(self) -> Iterator[bytes]:
        """Waits for itself."""
        with self._body as body, body.stream() as stream, Input(stream) as some:
            try:
                for room in self._writing:
                    poll.poll([room, some.ready()])
                    if piece := stream.read(PIECE):
                        yield piece
                while True:
                    yield stream.blocking_read(PIECE)
            except streams.StreamErrorException as error:
                _check_end(error)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Lets the event loop go on."""
        from wasi_py.http._readiness import waiting

        with self._body as body, Input(body.stream()) as some:
            try:
                while True:
                    yield await waiting(some.read(PIECE))
            except streams.StreamErrorException as error:
                _check_end(error)


def _check_end(error: streams.StreamErrorException) -> None:
    """Raises `TransportError` if a body has broken off."""
    if not isinstance(error.value, streams.StreamErrorClosed):
        raise stream_failure(error.value) from None
