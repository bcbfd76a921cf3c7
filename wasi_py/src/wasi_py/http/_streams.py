"""Bodies in and out, as fast as the other side is."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress

from wasi_py.http._interfaces import clock, poll, streams, types
from wasi_py.http._translate import failure, stream_failure
from wasi_py.http.errors import TransportError

PIECE = 64 * 1024
"""How many bytes are read at once, at most."""

_NANOSECONDS = 1_000_000_000

Writing = Generator[poll.Pollable]
"""Yields what has to be waited for before it goes on."""


class NotTakenError(Exception):
    """The other side takes no more of a body."""

    def __init__(self, reason: TransportError) -> None:
        super().__init__(reason)
        self.reason = reason


def wait_for(pollables: list[poll.Pollable], timeout: float | None) -> list[int]:
    """Waits for the first of them, or for so many seconds. Returns the indices of those that are ready."""
    if timeout is None:
        return poll.poll(pollables)
    with clock.subscribe_duration(max(0, round(timeout * _NANOSECONDS))) as alarm:
        ready = poll.poll([*pollables, alarm])
    return [index for index in ready if index < len(pollables)]


def write(body: types.OutgoingBody, pieces: Iterable[bytes]) -> Writing:
    """Writes `pieces` and finishes `body`. If they raise, it is dropped unfinished, by which the other side sees it."""
    with body:
        with body.write() as stream, stream.subscribe() as room:
            for piece in pieces:
                yield from write_piece(stream, room, piece)
            # Who has as many bytes as the headers say may have closed it by now.
            with suppress(streams.StreamErrorException):
                stream.flush()
        try:
            types.OutgoingBody.finish(body, None)
        except types.ErrorCodeException as error:
            raise failure(error.value) from None


def write_piece(stream: streams.OutputStream, room: poll.Pollable, piece: bytes) -> Writing:
    """Writes a piece. Raises `NotTakenError` if the other side takes no more."""
    rest = memoryview(piece)
    try:
        while rest:
            if count := stream.check_write():
                stream.write(bytes(rest[:count]))
                rest = rest[count:]
            else:
                yield room
    except streams.StreamErrorException as error:
        raise NotTakenError(stream_failure(error.value)) from None


def read(body: types.IncomingBody, writing: Iterable[poll.Pollable] = ()) -> Iterator[bytes]:
    """Reads the bytes of `body` in pieces as they arrive, while `writing` goes on."""
    with body, body.stream() as stream, stream.subscribe() as some:
        try:
            for room in writing:
                poll.poll([room, some])
                if piece := stream.read(PIECE):
                    yield piece
            while True:
                yield stream.blocking_read(PIECE)
        except streams.StreamErrorException as error:
            if not isinstance(error.value, streams.StreamErrorClosed):
                raise stream_failure(error.value) from None
