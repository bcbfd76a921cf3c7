"""Limits of a source."""

from dataclasses import dataclass

from . import _native


@dataclass(frozen=True, kw_only=True)
class CallLimits:
    """Limits of each call of a component."""

    memory_bytes: int = _native.DEFAULT_CALL_MEMORY_BYTES
    """Memory of an instance, all in all. Calls of one instance share it."""
    time_s: float | None = _native.DEFAULT_CALL_TIME_S
    """Seconds, kept to within some milliseconds."""
    fuel: int | None = None
    """About one unit an instruction. Components with fuel are slower, and compiled anew in each process."""
    result_bytes: int = _native.DEFAULT_CALL_RESULT_BYTES
    """What a call returns, as the host stores it: a byte of a list takes as much as any other value."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of each source. Each ends in an exception of its own."""

    memory_bytes: int = _native.DEFAULT_MEMORY_BYTES
    """Memory of the interpreter, all in all. Sources of a session share it."""
    time_s: float | None = _native.DEFAULT_TIME_S
    """Seconds, kept to within some milliseconds. Time of tools counts."""
    fuel: int | None = None
    """About one unit an instruction. Sandboxes with fuel are slower, and compiled anew in each process."""
    output_bytes: int = _native.DEFAULT_OUTPUT_BYTES
    """Output, for each of the two streams."""
    value_bytes: int = _native.DEFAULT_VALUE_BYTES
    """The value and the files that a source leaves. Each value counts for 16 bytes beside what it holds."""
    recursion: int = _native.DEFAULT_RECURSION
    """Calls inside each other."""
