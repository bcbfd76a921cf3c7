"""What a source prints: kept, or passed on, up to a limit."""

import io
import os
import sys

from ._builtins import KEPT

__builtins__ = KEPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Buffer

_STANDARD_OUTPUT, _STANDARD_ERROR = 1, 2


class OutputLimitError(BaseException):
    """A source prints more than it may. `except Exception` does not stop it."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"


class _Sink(io.RawIOBase):
    """Takes the bytes that are printed to one stream."""

    def __init__(self, name: str, descriptor: int) -> None:
        self.name = f"<{name}>"
        self._descriptor = descriptor
        self._kept: list[bytes] = []
        self._limit_bytes = self._room_bytes = 0
        self._passes_on = False
        self._is_exceeded = False

    def begin(self, limit_bytes: int, passes_on: bool) -> None:
        """Begins anew."""
        self._kept = []
        self._limit_bytes = self._room_bytes = limit_bytes
        self._passes_on = passes_on
        self._is_exceeded = False

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stays open: the next source prints as well."""

    def write(self, data: "Buffer", /) -> int:
        written = bytes(data)
        fits = written[: self._room_bytes]
        self._room_bytes -= len(fits)
        if self._passes_on:
            rest = memoryview(fits)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        else:
            self._kept.append(fits)
        self._is_exceeded |= len(fits) < len(written)
        self.check()
        return len(written)

    def check(self) -> None:
        """Raises if there was more than fits."""
        if self._is_exceeded:
            raise OutputLimitError(f"the source printed more than {self._limit_bytes} bytes")

    def text(self) -> str:
        """What was kept."""
        return b"".join(self._kept).decode(errors="replace")


class _Stream:
    """A stream of text in the place of one of Python's."""

    def __init__(self, name: str, descriptor: int, errors: str) -> None:
        self.sink = _Sink(name, descriptor)
        self._name = name
        self._errors = errors
        self._text = self._fresh()

    def begin(self, limit_bytes: int, passes_on: bool) -> None:
        """Begins anew."""
        self.sink.begin(limit_bytes, passes_on)
        setattr(sys, self._name, self._text)

    def end(self) -> None:
        """Writes what is buffered. A stream that the source has broken is replaced by another."""
        try:
            self._text.flush()
        except (Exception, OutputLimitError):
            self._text = self._fresh()

    def _fresh(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.sink, "utf-8", self._errors, newline="\n", line_buffering=True)


_streams = (
    _Stream("stdout", _STANDARD_OUTPUT, "strict"),
    _Stream("stderr", _STANDARD_ERROR, "backslashreplace"),
)


def begin(limit_bytes: int, passes_on: bool) -> None:
    """Takes what is printed from now on: that many bytes of each stream."""
    for stream in _streams:
        stream.begin(limit_bytes, passes_on)


def end() -> None:
    """Writes what is buffered."""
    for stream in _streams:
        stream.end()


def check() -> None:
    """Raises if the source printed more than it may, whatever it caught."""
    for stream in _streams:
        stream.sink.check()


def printed() -> tuple[str, str]:
    """What was kept of standard output and standard error."""
    output, error = (stream.sink.text() for stream in _streams)
    return output, error
