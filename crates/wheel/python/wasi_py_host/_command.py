"""The command `wasi-py-sandbox`: runs a source, or serves a model that wants to."""

import argparse
import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ._failures import ExitedError, SandboxError, SourceError
from ._limits import Limits
from ._sandbox import Sandbox

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
_SECONDS = {"": 1.0, "s": 1.0, "ms": 0.001, "m": 60.0}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        if given.command == "mcp":
            return _serve(given)
        return _run(given)
    except (OSError, TypeError, ValueError, ImportError, SandboxError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wasi-py-sandbox", description="Runs Python source that others have written, in a sandbox."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="runs a source")
    run.add_argument("source", nargs="?", default="-", help="its file; standard input unless given")
    run.add_argument(
        "--input", action="append", default=[], type=_input, metavar="NAME=JSON", help="a value that it finds"
    )
    run.add_argument("--file", action="append", default=[], type=Path, help="a file in its working folder")
    mcp = commands.add_parser("mcp", help="serves the tool `run_python` over standard input and output, by MCP")
    for command in (run, mcp):
        _add_limits(command)
        command.add_argument("--tools", type=Path, help="a Python file whose functions it may call")
        command.add_argument("--wheel", action="append", default=[], type=Path, help="a package that it can import")
    return parser


def _add_limits(command: argparse.ArgumentParser) -> None:
    usual = Limits()
    limits = command.add_argument_group("limits")
    limits.add_argument("--memory", type=_size, default=usual.memory_bytes, help="such as 64M")
    limits.add_argument("--time", type=_time, default=usual.time_s, help="such as 500ms or 1s")
    limits.add_argument("--fuel", type=int, help="about one unit an instruction")
    limits.add_argument("--output", type=_size, default=usual.output_bytes, help="of each of its streams")
    limits.add_argument("--value", type=_size, default=usual.value_bytes, help="of its value and its files")
    limits.add_argument("--recursion", type=int, default=usual.recursion, help="calls inside each other")


def _size(text: str) -> int:
    if found := re.fullmatch(r"(\d+)([KMG]?)", text):
        return int(found[1]) * _UNITS[found[2]]
    raise argparse.ArgumentTypeError(f"expected a size such as 64M, found `{text}`")


def _time(text: str) -> float:
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|)", text):
        return float(found[1]) * _SECONDS[found[2]]
    raise argparse.ArgumentTypeError(f"expected a time such as 1s, found `{text}`")


def _input(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    try:
        if separator:
            return name, json.loads(value)
    except json.JSONDecodeError:
        pass
    raise argparse.ArgumentTypeError(f"expected a name and a value in JSON such as `count=3`, found `{text}`")


def _sandbox(given: argparse.Namespace, files: Sequence[Path] = ()) -> Sandbox:
    return Sandbox(
        tools=_tools(given.tools) if given.tools else (),
        files={file.name: file.read_bytes() for file in files},
        wheels=given.wheel,
        limits=Limits(
            memory_bytes=given.memory,
            time_s=given.time,
            fuel=given.fuel,
            output_bytes=given.output,
            value_bytes=given.value,
            recursion=given.recursion,
        ),
    )


def _tools(path: Path) -> list[Callable[..., Any]]:
    """The functions of a file that do not begin with an underscore, nor come from elsewhere."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"`{path}` is no Python file")
    module = importlib.util.module_from_spec(spec)
    # Annotations are looked up there.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    functions = inspect.getmembers(module, inspect.isfunction)
    return [
        function for name, function in functions if not name.startswith("_") and function.__module__ == module.__name__
    ]


def _run(given: argparse.Namespace) -> int:
    source = sys.stdin.read() if given.source == "-" else Path(given.source).read_text(encoding="utf-8")
    sandbox = _sandbox(given, given.file)
    try:
        outcome = sandbox.run(source, dict(given.input))
    except SourceError as error:
        sys.stdout.write(error.stdout)
        sys.stderr.write(error.stderr)
        return _exit(error) if isinstance(error, ExitedError) else _fail(error)
    sys.stdout.write(outcome.stdout)
    sys.stderr.write(outcome.stderr)
    if outcome.value is not None:
        print(repr(outcome.value))
    return 0


def _fail(error: SourceError) -> int:
    print(error, file=sys.stderr)
    return 1


def _exit(error: ExitedError) -> int:
    """Ends as the source wanted to."""
    if error.message in ("", "None"):
        return 0
    if re.fullmatch(r"-?\d{1,9}", error.message):
        return int(error.message) & 0xFF
    print(error.message, file=sys.stderr)
    return 1


def _serve(given: argparse.Namespace) -> int:
    try:
        from ._mcp import server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        raise ImportError("the package `mcp` is missing\n= help: pip install 'wasi-py-host[mcp]'") from None
    server(_sandbox(given)).run("stdio")
    return 0
