"""From an exception to the failure that the host is told of."""

import traceback as tracebacks
from types import TracebackType

from wit.exports.sandbox import Failure, FailureKind, Printed

from . import _saving, _source
from ._builtins import KEPT
from ._options import OptionsError
from ._output import OutputLimitError
from ._tools import ToolError
from ._values import ValueKindError, ValueLimitError

__builtins__ = KEPT

_MESSAGE_CHARACTERS = 16_384
_TRACEBACK_CHARACTERS = 65_536

_KINDS: list[tuple[type[BaseException], FailureKind]] = [
    (OutputLimitError, FailureKind.OUTPUT_LIMIT),
    (ValueLimitError, FailureKind.VALUE_LIMIT),
    (ValueKindError, FailureKind.VALUE_KIND),
    (MemoryError, FailureKind.MEMORY_LIMIT),
    (RecursionError, FailureKind.RECURSION_LIMIT),
    (ToolError, FailureKind.TOOL),
    (SystemExit, FailureKind.EXITED),
    (OptionsError, FailureKind.OPTIONS),
    (_saving.UnsavableError, FailureKind.UNSAVABLE),
]


def of(error: BaseException, printed: Printed) -> Failure:
    """Tells of what a source raised, or what ended it.

    An exception's own methods may raise. They are asked for its message and its traceback alone, which it then lacks.
    """
    if type(error) is _source.NotPythonError:
        return _told_as(FailureKind.SYNTAX, error.cause, printed)
    return _told_as(_kind(type(error)), error, printed)


def _kind(cls: type[BaseException]) -> FailureKind:
    for cause, kind in _KINDS:
        if issubclass(cls, cause):
            return kind
    return FailureKind.RAISED


def _told_as(kind: FailureKind, error: BaseException, printed: Printed) -> Failure:
    traceback = _source.in_source(BaseException.__dict__["__traceback__"].__get__(error))
    return Failure(
        kind,
        _type_name(error),
        _message(error)[:_MESSAGE_CHARACTERS],
        _text(error, traceback)[-_TRACEBACK_CHARACTERS:],
        _line(error, kind, traceback),
        printed,
    )


def _type_name(error: BaseException) -> str:
    # The source may have set it to anything.
    if type(error) is ToolError and type(error.type_name) is str:
        return _whole(error.type_name)
    name: str = type.__getattribute__(type(error), "__qualname__")
    return _whole(name)


def _line(error: BaseException, kind: FailureKind, traceback: TracebackType | None) -> int | None:
    if kind is FailureKind.SYNTAX:
        return error.lineno if isinstance(error, SyntaxError) else None
    return _source.last_line(traceback)


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return _whole(text)
    except BaseException:
        return ""


def _text(error: BaseException, traceback: TracebackType | None) -> str:
    """The exception as Python prints it, from the source on, as far as it lets itself be printed."""
    try:
        return _whole("".join(tracebacks.format_exception(type(error), error, traceback)))
    except BaseException:
        return _where(traceback)


def _where(traceback: TracebackType | None) -> str:
    """The lines that an exception went through, as far as the source has left the means of telling them."""
    try:
        return _whole("".join(tracebacks.format_tb(traceback)))
    except BaseException:
        return ""


def _whole(text: str) -> str:
    """The text without halves of characters, which no host takes."""
    return text.encode(errors="backslashreplace").decode()
