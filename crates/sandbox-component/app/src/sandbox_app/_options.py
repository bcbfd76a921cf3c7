"""What a source is given: names with values, functions of the host, files and packages."""

import keyword
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from wit.exports.sandbox import File, Input, Wheel
from wit.imports.tools import Tool

from . import _tools, _values
from ._builtins import KEPT

__builtins__ = KEPT

WHEELS = "/tmp/wheels"
"""The folder of the packages."""


class OptionsError(Exception):
    """What a source is given cannot be used."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"


def inputs(given: Iterable[Input]) -> dict[str, object]:
    """The values by their names."""
    return {_name(each.name): _value(each) for each in given}


def tools(given: Iterable[Tool]) -> dict[str, Callable[..., object] | type[_tools.ToolError]]:
    """The functions by their names, and the exception that they raise."""
    try:
        functions = {_name(tool.name): _tools.function(tool) for tool in given}
    except ValueError as error:
        raise OptionsError(f"a tool cannot be made: {error}") from None
    return {**functions, "ToolError": _tools.ToolError} if functions else {}


def place_files(given: Iterable[File], folder: str) -> None:
    """Writes the files into the folder."""
    for file in given:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise OptionsError(f"the file `{file.path}` is not in the working folder")
        _write(os.path.join(folder, path), file.contents)


def add_wheels(given: Iterable[Wheel]) -> None:
    """Makes the packages importable."""
    for wheel in given:
        if "/" in wheel.name or not wheel.name.endswith("-none-any.whl"):
            raise OptionsError(
                f"`{wheel.name}` is not a wheel without native code: its name does not end in `-none-any.whl`"
            )
        path = os.path.join(WHEELS, wheel.name)
        _write(path, wheel.contents)
        if path not in sys.path:
            sys.path.append(path)


def _write(path: str, contents: bytes) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(contents)
    except OSError as error:
        raise OptionsError(f"`{path}` cannot be written: {error.strerror}") from None


def _name(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise OptionsError(f"`{name}` is not a name in Python")
    return name


def _value(given: Input) -> object:
    try:
        return _values.read(given.value)
    except (TypeError, ValueError) as error:
        raise OptionsError(f"the input `{given.name}` is not a value: {error}") from None
