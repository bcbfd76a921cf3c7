"""Streams that Python reads and writes."""

from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Any, Generic, Self, TypeVar

_T = TypeVar("_T", covariant=True)
_I = TypeVar("_I", contravariant=True)

class Stream(AsyncIterator[_T]):
    """Items that come one after the other; of bytes, as many at a time as there are."""

    @abstractmethod
    async def aclose(self) -> None:
        """Reads no further: whoever writes is told."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

class StreamWriter(Generic[_I]):
    """The end of a stream that is written to."""

    async def write(self, item: _I) -> None:
        """Returns once the item was taken. Raises `BrokenPipeError` if nobody reads any more."""

    async def aclose(self) -> None:
        """Ends the stream, after what was written."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *exception: object) -> None: ...

def new_stream() -> tuple[StreamWriter[Any], Stream[Any]]:
    """Returns the two ends of a stream: one to write to, and one to read or to hand over."""
