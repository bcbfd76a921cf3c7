"""Passes values of every type on to the host."""

from wit.imports import wasi_py_clock_clock_1_0_0 as old_clock
from wit.imports import wasi_py_clock_clock_2_0_0 as new_clock
from wit.world import exp, free, read


def clocks() -> tuple[int, str]:
    """What both versions of the clock say."""
    return old_clock.now(), new_clock.now()


def write(text: str) -> str:
    """Prints what it is given: the C library's `write` does that."""
    print(text, flush=True)
    return read(text)


abort = main = memory = remove = write
crc32 = time = exp
malloc = free
