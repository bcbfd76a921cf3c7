"""Passes values of every type on to the host."""

from wit.imports import wasi_py_clock_clock_1_0_0 as old_clock
from wit.imports import wasi_py_clock_clock_2_0_0 as new_clock


def clocks() -> tuple[int, str]:
    """What both versions of the clock say."""
    return old_clock.now(), new_clock.now()
