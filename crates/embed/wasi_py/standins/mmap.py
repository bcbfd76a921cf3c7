"""Mapped files as far as a copy serves: memory of one's own, and files that are only read.

What is written is not written to the file, so a mapping that would have to raises.
"""

import os
from collections.abc import Iterable
from errno import ENOTSUP
from typing import Any, SupportsIndex, overload

from _wasi_py_importer import STAND_INS

ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY = range(4)
PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC = 0, 1, 2, 4
MAP_SHARED, MAP_PRIVATE, MAP_ANON, MAP_ANONYMOUS = 1, 2, 32, 32
MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED = range(5)
PAGESIZE = ALLOCATIONGRANULARITY = 65536

error = OSError


class mmap(bytearray):  # noqa: N801 (its name in CPython)
    """A copy of (a part of) a file, or memory that begins as zeros."""

    def __init__(
        self,
        fileno: int,
        length: int,
        flags: int = MAP_SHARED,
        prot: int = PROT_READ | PROT_WRITE,
        access: int = ACCESS_DEFAULT,
        offset: int = 0,
        *,
        trackfd: bool = True,
    ) -> None:
        if length < 0 or offset < 0:
            which = "length" if length < 0 else "offset"
            raise OverflowError(f"memory mapped {which} must be positive")
        if access != ACCESS_DEFAULT and (flags, prot) != (MAP_SHARED, PROT_READ | PROT_WRITE):
            raise ValueError("mmap can't specify both access and flags, prot.")
        self._position = 0
        self._is_closed = False
        self._can_write = access != ACCESS_READ and bool(prot & PROT_WRITE)
        if fileno == -1 or flags & MAP_ANON:
            super().__init__(length)
            return
        is_private = access in (ACCESS_READ, ACCESS_COPY) or bool(flags & MAP_PRIVATE)
        if self._can_write and not is_private:
            raise OSError(ENOTSUP, f"cannot map a file to be written: {STAND_INS['mmap']}")
        super().__init__(_read(fileno, length, offset))

    def _check(self) -> None:
        if self._is_closed:
            raise ValueError("mmap closed or invalid")

    def _check_writable(self) -> None:
        self._check()
        if not self._can_write:
            raise TypeError("mmap can't modify a readonly memory map.")

    def __enter__(self) -> "mmap":
        self._check()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed=True" if self._is_closed else f"length={len(self)}, pos={self._position}"
        return f"<mmap.mmap {state}>"

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    @overload  # type: ignore[override]
    def __getitem__(self, index: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, index: "slice[Any, Any, Any]") -> bytes: ...
    def __getitem__(self, index: "SupportsIndex | slice[Any, Any, Any]") -> int | bytes:
        self._check()
        found = super().__getitem__(index)
        return found if isinstance(found, int) else bytes(found)

    def __setitem__(self, index: Any, value: Any) -> None:
        self._check_writable()
        if isinstance(index, slice) and len(bytes(value)) != len(range(*index.indices(len(self)))):
            raise IndexError("mmap slice assignment is wrong size")
        super().__setitem__(index, value)

    @property
    def closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        self._is_closed = True
        self.clear()

    def flush(self, offset: int = 0, size: int | None = None) -> None:
        self._check()

    def madvise(self, option: int, start: int = 0, length: int | None = None) -> None:
        self._check()

    def size(self) -> int:
        self._check()
        return len(self)

    def resize(self, size: int) -> None:
        self._check_writable()
        if size < len(self):
            del self[size:]
        else:
            self.extend(bytes(size - len(self)))

    def tell(self) -> int:
        self._check()
        return self._position

    def seekable(self) -> bool:
        return True

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        self._check()
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: len(self)}.get(whence)
        if base is None:
            raise ValueError("unknown seek type")
        if not 0 <= base + position <= len(self):
            raise ValueError("seek out of range")
        self._position = base + position
        return self._position

    def read(self, size: int | None = None) -> bytes:
        end = len(self) if size is None or size < 0 else self._position + size
        return self._read_to(end)

    def readline(self) -> bytes:
        end = super().find(b"\n", self._position)
        return self._read_to(len(self) if end < 0 else end + 1)

    def read_byte(self) -> int:
        if self._position >= self.size():
            raise ValueError("read byte out of range")
        return self._read_to(self._position + 1)[0]

    def _read_to(self, end: int) -> bytes:
        found = self[self._position : end]
        self._position += len(found)
        return found

    def write(self, content: Any) -> int:
        content = bytes(content)
        self._check_writable()
        if self._position + len(content) > len(self):
            raise ValueError("data out of range")
        self[self._position : self._position + len(content)] = content
        self._position += len(content)
        return len(content)

    def write_byte(self, byte: int) -> None:
        self.write(bytes([byte]))

    def move(self, to: int, source: int, count: int) -> None:
        self._check_writable()
        if min(to, source, count) < 0 or max(to, source) + count > len(self):
            raise ValueError("source, destination, or count out of range")
        self[to : to + count] = self[source : source + count]

    def find(self, part: Any, start: Any = None, end: Any = None) -> int:
        self._check()
        return super().find(part, self._position if start is None else start, end)

    def rfind(self, part: Any, start: Any = None, end: Any = None) -> int:
        self._check()
        return super().rfind(part, self._position if start is None else start, end)


def _read(file: int, length: int, offset: int) -> bytes:
    size = os.fstat(file).st_size
    if length == 0 and size == 0:
        raise ValueError("cannot mmap an empty file")
    if offset > size or length > size - offset:
        raise ValueError("mmap length is greater than file size")
    return b"".join(_pieces(file, length or size - offset, offset))


def _pieces(file: int, length: int, offset: int) -> Iterable[bytes]:
    """What lies in the file; where whoever reads the file is in it stays as it was."""
    position = os.lseek(file, 0, os.SEEK_CUR)
    os.lseek(file, offset, os.SEEK_SET)
    try:
        while length > 0 and (piece := os.read(file, length)):
            length -= len(piece)
            yield piece
    finally:
        os.lseek(file, position, os.SEEK_SET)
