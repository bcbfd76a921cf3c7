"""What is done to an instance before its memory is saved."""

import _wasi_py_copy

from ._builtins import KEPT

__builtins__ = KEPT


class UnsavableError(Exception):
    """Something is open that cannot be saved."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"


def expect() -> None:
    """Says, when the component is built, that instances may be saved."""
    _wasi_py_copy.expect()


def prepare() -> None:
    """Makes this instance fit to be saved. A host that has saved it goes on with it as it was."""
    if names := _wasi_py_copy.prepare():
        raise UnsavableError(f"what is open cannot be saved: {', '.join(names)}")
