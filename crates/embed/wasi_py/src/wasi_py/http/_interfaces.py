"""The interfaces of `wasi:http` 0.2 that the world imports, and what they need of `wasi:io`."""

from typing import TYPE_CHECKING

from wasi_py.http._imports import interface
from wasi_py.http._translate import Translation

if TYPE_CHECKING:
    from wit.imports import monotonic_clock as clock
    from wit.imports import poll, streams, types

    __all__ = ["clock", "poll", "streams", "translate", "types"]


if not TYPE_CHECKING:
    types, clock = interface("http", "types", "0.2", "IncomingRequest"), interface("clocks", "monotonic_clock", "0.2")
    streams, poll = interface("io", "streams", "0.2"), interface("io", "poll", "0.2")

translate = Translation(types)
"""Between Python and these interfaces."""
