"""Modules of CPython on top of something that a component does not have, changed to say so at the call."""

from __future__ import annotations

import errno

from _wasi_py_importer import LEFT_OUT, STAND_INS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, NoReturn


def adapt(module: ModuleType) -> None:
    """Called when one of these modules has been imported."""
    _ADAPTATIONS[module.__name__](module)


def _adapt_ctypes(ctypes: Any) -> None:
    """Takes `pythonapi` away, as in a Python that is not a C program: whoever looks for it finds none."""
    del ctypes.pythonapi
    ctypes._dlopen = _refuse_library


def _refuse_library(*_: object) -> NoReturn:
    raise OSError(STAND_INS["_ctypes"])


def _adapt_multiprocessing_context(context: Any) -> None:
    for process in (context.Process, context.ForkProcess, context.SpawnProcess, context.ForkServerProcess):
        process._Popen = staticmethod(_refuse_process)


def _adapt_multiprocessing_connection(connection: Any) -> None:
    connection.Pipe = _refuse_process


def _adapt_socket(socket: Any) -> None:
    """Has both ends of a pair connected: the C library notes that of the end that did not wait once it is asked."""
    original = socket.socketpair

    def socketpair(*args: Any, **kwargs: Any) -> Any:
        import select

        pair = original(*args, **kwargs)
        select.select((), pair, ())
        return pair

    socket.socketpair = socketpair


def _refuse_process(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOTSUP, LEFT_OUT["_multiprocessing"])


_ADAPTATIONS = {
    "ctypes": _adapt_ctypes,
    "multiprocessing.connection": _adapt_multiprocessing_connection,
    "multiprocessing.context": _adapt_multiprocessing_context,
    "socket": _adapt_socket,
}
