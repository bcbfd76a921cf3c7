"""The interfaces of `wasi:http` 0.3 that the world has. Type checkers see those of one world, which has 0.2."""

from typing import Any

from wasi_py.http._imports import interface
from wasi_py.http._translate import Translation

types: Any = interface("http", "types", "0.3", "Request")
translate = Translation(types)
"""Between Python and these interfaces."""
