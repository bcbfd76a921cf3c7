"""Bodies in and out, as streams."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from wit.types import Err, Ok

from wasi_py.http._service.interfaces import types
from wasi_py.http._translate import failure
from wasi_py.http.messages import Body


class Arriving:
    """The pieces of a message's body as they arrive. The host is asked for it when the first of them is wanted."""

    def __init__(self, message: Any) -> None:
        self._message = message
        self._ends: tuple[Any, Any] | None = None

    def _consumed(self) -> tuple[Any, Any]:
        """Returns the stream, and the future of what comes after it."""
        if self._ends is None:
            message, self._message = self._message, None
            self._ends = type(message).consume_body(message, _processed())
        return self._ends

    def __iter__(self) -> Iterator[bytes]:
        """Waits for itself, and all calls of this instance wait with it."""
        stream, end = self._consumed()
        while (piece := stream.wait()) is not None:
            yield piece
        _check(end.wait())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Lets others go on."""
        stream, end = self._consumed()
        async for piece in stream:
            yield piece
        _check(await end)


async def _processed() -> Ok[None]:
    """Tells the sender that nothing is wrong with what it sends."""
    return Ok(None)


def _check(end: Any) -> None:
    """Raises `TransportError` if a body has broken off."""
    if isinstance(end, Err):
        raise failure(end.value)


class Sending:
    """A body on its way out."""

    def __init__(self, body: Body, ended: Callable[["Sending"], None]) -> None:
        self._body = body
        self._ended = ended
        self.trailers: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        """What comes after it: nothing, or that it has broken off."""
        self.is_taken = True
        """False if the other side takes no more."""
        self.error: BaseException | None = None
        """Why it has broken off."""

    def nothing(self) -> None:
        """Ends it, where there is no body."""
        self._end()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Gives one piece after the other, each when there is room for it."""
        try:
            async for piece in self._body:
                yield piece
        except GeneratorExit:
            self.is_taken = False
            raise
        except asyncio.CancelledError as error:
            self.error = error
            raise
        except BaseException as error:
            self.error = error
        finally:
            self._end()

    def _end(self) -> None:
        broken = self.error is not None
        reason = Err(types.ErrorCodeInternalError("the body has broken off"))
        self.trailers.set_result(reason if broken else Ok(None))
        self._ended(self)
