"""The interface `sandbox`: runs sources."""

import builtins
import linecache
import sys
from types import ModuleType

from wit.exports.sandbox import (
    FailureException,
    Input,
    Options,
    Outcome,
    Printed,
)
from wit.imports.values import NodeInteger, NodeList

from wasi_py import snapshot

from . import _failure, _options, _output, _saving
from ._builtins import KEPT
from ._folder import FOLDER, Folder
from ._source import Program, compile_source
from ._values import Writer

__builtins__ = KEPT

_USUAL_RECURSION = sys.getrecursionlimit()
_MOST_CALLS = 1_000_000
_SILENT = Printed("", "")
_saved: "list[Session]" = []
"""The session that was prepared to be saved last."""


class Session:
    """A namespace for several sources, one after the other."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._count = 0
        self._folder = Folder()
        self._module = ModuleType("__main__")
        # Without it, `exec` would give sources those that are kept for us.
        self._names["__builtins__"] = builtins
        try:
            self._prepare()
        except _options.OptionsError as error:
            raise FailureException(_failure.of(error, _SILENT)) from None

    def run(self, source: str, inputs: list[Input]) -> Outcome:
        """Runs a source; its names stay."""
        self._count += 1
        sys.modules["__main__"] = self._module
        _output.begin(self._options.output_bytes, self._options.stream_output)
        try:
            self._names.update(_options.inputs(inputs))
            value = self._execute(compile_source(source, self._count))
            writer = Writer(self._options.value_bytes)
            nodes, files = writer.nodes(value), self._folder.changed(writer)
        except BaseException as error:
            failure = _failure.of(error, Printed(*_output.printed()))
        else:
            return Outcome(nodes, Printed(*_output.printed()), files)
        raise FailureException(failure)

    def prepare_to_save(self) -> None:
        """Makes all memory of the instance fit to be saved."""
        _saved[:] = [self]
        try:
            _saving.prepare()
        except Exception as error:
            failure = _failure.of(error, _SILENT)
        else:
            return
        raise FailureException(failure)

    @staticmethod
    def restored(limits: Options) -> "Session":
        """The session whose memory this instance has."""
        if not _saved:
            error = _options.OptionsError("no session was saved")
            raise FailureException(_failure.of(error, _SILENT))
        session = _saved[0]
        limits.tools, limits.files, limits.wheels = [], [], []
        session._options = limits
        return session

    def _prepare(self) -> None:
        self._names.update(_options.tools(self._options.tools))
        self._folder.enter()
        _options.place_files(self._options.files, FOLDER)
        _options.add_wheels(self._options.wheels)
        self._folder.look()

    @property
    def _names(self) -> dict[str, object]:
        return self._module.__dict__

    def _execute(self, program: Program) -> object:
        sys.setrecursionlimit(min(self._options.recursion, _MOST_CALLS) + _calls())
        try:
            exec(program.body, self._names)
            value = None if program.value is None else eval(program.value, self._names)
        finally:
            sys.setrecursionlimit(_USUAL_RECURSION)
            _output.end()
        _output.check()
        return value


def _calls() -> int:
    """The calls inside each other when a source begins."""
    frame, count = sys._getframe(), 0
    while frame.f_back is not None:
        frame, count = frame.f_back, count + 1
    return count


def run(source: str, inputs: list[Input], options: Options) -> Outcome:
    """Runs a source in a namespace of its own."""
    return Session(options).run(source, inputs)


def compile_only(source: str) -> None:
    """Compiles a source."""
    try:
        compile_source(source, 1)
    except Exception as error:
        failure = _failure.of(error, _SILENT)
    else:
        return
    raise FailureException(failure)


_PRELOADED = (
    "collections.abc",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "pathlib",
    "random",
    "re",
    "statistics",
    "string",
    "textwrap",
    "time",
    "typing",
)
"""Modules that sources often import."""

_SOURCE = """\
import math

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

def lengths(points):
    return [math.hypot(point.x, point.y) for point in points]

print("beginning", len(numbers))
try:
    {}["missing"]
except KeyError as error:
    names = {str(error): 1.5, "text": f"{numbers!r}"}
(names, lengths([Point(number, 1) for number in numbers]), None, True, b"bytes", {1})
"""
_FAILING = """\
def fail(value):
    raise ValueError(value)

fail(numbers)
"""


def _warm_up() -> None:
    numbers = Input("numbers", [NodeList(2), NodeInteger(1), NodeInteger(2)])
    options = Options([], [], [], 1_000, 10_000, 1_000, False)
    for source in ("1 + 1", _SOURCE, _FAILING, "1 +"):
        snapshot.warm_up(run, source, [numbers], options)
    snapshot.preload(*_PRELOADED)
    snapshot.register_before_snapshot(_forget, sys.modules["__main__"])
    _saving.expect()


def _forget(main: ModuleType) -> None:
    """Leaves nothing of these sources in an instance."""
    sys.modules["__main__"] = main
    _output.begin(0, False)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    linecache.clearcache()


_warm_up()
