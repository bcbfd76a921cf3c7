"""From an exception to the failure that the host is told of."""

import traceback as tracebacks
from types import TracebackType

from wit.exports.sandbox import Failure, FailureKind, Printed

from . import _source
from ._options import OptionsError
from ._output import OutputLimitError
from ._tools import ToolError
from ._values import ValueKindError, ValueLimitError

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
]


def of(error: BaseException, printed: Printed) -> Failure:
    """Tells of what a source raised, or what ended it."""
    if isinstance(error, _source.NotPythonError):
        return _told_as(FailureKind.SYNTAX, error.cause, printed)
    kinds = (kind for cause, kind in _KINDS if isinstance(error, cause))
    return _told_as(next(kinds, FailureKind.RAISED), error, printed)


def _told_as(kind: FailureKind, error: BaseException, printed: Printed) -> Failure:
    traceback = _source.in_source(error.__traceback__)
    return Failure(
        kind,
        error.type_name if isinstance(error, ToolError) else type(error).__qualname__,
        _message(error)[:_MESSAGE_CHARACTERS],
        _text(error, traceback)[-_TRACEBACK_CHARACTERS:],
        _line(error, kind, traceback),
        printed,
    )


def _line(error: BaseException, kind: FailureKind, traceback: TracebackType | None) -> int | None:
    if kind is FailureKind.SYNTAX:
        return error.lineno if isinstance(error, SyntaxError) else None
    return _source.last_line(traceback)


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return _whole(text)
    except Exception:
        return ""


def _text(error: BaseException, traceback: TracebackType | None) -> str:
    """The exception as Python prints it, from the source on."""
    try:
        return _whole("".join(tracebacks.format_exception(type(error), error, traceback)))
    except Exception:
        # The exception's own methods raise.
        return _whole("".join(tracebacks.format_tb(traceback)))


def _whole(text: str) -> str:
    """The text without halves of characters, which no host takes."""
    return text.encode(errors="backslashreplace").decode()
