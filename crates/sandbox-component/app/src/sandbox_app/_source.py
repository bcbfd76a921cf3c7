"""From the text of a source to code, and where in the source it is."""

import ast
import linecache
from types import CodeType, TracebackType
from typing import NamedTuple

from ._builtins import KEPT

__builtins__ = KEPT

_MARK = "<sandbox"


class NotPythonError(Exception):
    """A source does not compile."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause
        """What Python says."""


class Program(NamedTuple):
    """A source, compiled."""

    body: CodeType
    """All of it, but for the value."""
    value: CodeType | None
    """The expression that the source ends with."""


def compile_source(source: str, number: int) -> Program:
    """Compiles the `number`-th source of a session, and keeps its lines for tracebacks."""
    filename = f"{_MARK}>" if number == 1 else f"{_MARK} {number}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    try:
        return _compiled(source, filename)
    except (SyntaxError, ValueError) as error:
        raise NotPythonError(error) from None
    except MemoryError as error:
        # With words, it is one of the parser, which takes no deeper nesting.
        if error.args:
            raise NotPythonError(error) from None
        raise


def _compiled(source: str, filename: str) -> Program:
    tree = ast.parse(source, filename)
    value = None
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        tree.body.pop()
        value = compile(ast.Expression(last.value), filename, "eval", dont_inherit=True)
    return Program(compile(tree, filename, "exec", dont_inherit=True), value)


def in_source(traceback: TracebackType | None) -> TracebackType | None:
    """The part of a traceback that begins in a source."""
    while traceback is not None and not _is_source(traceback):
        traceback = traceback.tb_next
    return traceback


def last_line(traceback: TracebackType | None) -> int | None:
    """The innermost line of a source in a traceback."""
    line = None
    while traceback is not None:
        if _is_source(traceback):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _is_source(traceback: TracebackType) -> bool:
    return traceback.tb_frame.f_code.co_filename.startswith(_MARK)
