"""Copies of an instance that runs: another one goes on with its memory.

Memory is all that a copy has. What the host keeps for an instance, such as an open socket, it lacks.
"""

import sys

import _wasi_py_bundle as _bundle

import _wasi_py_snapshot as _snapshot


def expect() -> None:
    """Called by an app while it is imported: its instances may be copied. Generators of random numbers then say
    whether somebody has seeded them on purpose, so that others can be seeded anew in each copy."""
    _snapshot._keeps_marks = True


def prepare() -> list[str]:
    """Makes this instance fit for a copy of its memory. Both restore themselves before they run anything.

    Nothing is changed if something is open that a copy cannot have: the names of that are returned.
    """
    if handles := _snapshot._open_handles():
        return handles
    if (random := sys.modules.get("random")) is not None:
        _snapshot._unseeded_since[:] = _snapshot._unseeded_generators(random)
    _snapshot._forget_node()
    _bundle.expect_copy()
    return []
