"""Sandboxes and sessions."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import _cache, _native, _tools
from ._failures import LoadError
from ._limits import Limits
from ._waiting import wait


@dataclass(frozen=True)
class Outcome:
    """What a source has left that has run to its end."""

    value: Any = None
    """The value of its last line, if that is an expression."""
    stdout: str = ""
    """What it printed to standard output."""
    stderr: str = ""
    """What it printed to standard error."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Files in its working folder that it made or changed."""


class Sandbox:
    """Runs sources, each in a fresh interpreter, on any thread and any number at a time.

    `tools` are functions that sources may call; their annotations say what they take. A source finds `files` in
    its working folder, and can import what is in `wheels`, which are paths. As many sources and sessions as
    `instances` can be alive at a time; sandboxes with the same number share them.

    With `scan`, a run costs less than half: the kernel lists the pages that the source before it has changed, and
    only these are made ready again. It may miss one that it is just moving elsewhere, so this is for sources that
    may see each other's data.
    """

    def __init__(
        self,
        *,
        tools: Iterable[Callable[..., Any]] = (),
        files: Mapping[str, bytes | str] | None = None,
        wheels: Iterable[str | PathLike[str]] = (),
        limits: Limits | None = None,
        instances: int = _native.DEFAULT_INSTANCES,
        scan: bool = False,
    ) -> None:
        self._functions = tuple(tools)
        component = _cache.component()
        if not component.is_file():
            raise LoadError(f"`{component}` is missing\n= help: install the package anew")
        self._native = _native.Sandbox(
            component,
            _cache.machine_code(),
            instances=instances,
            scan=scan,
            limits=limits or Limits(),
            tools=[_tools.described(function) for function in self._functions],
            functions=[_at_once(function) for function in self._functions],
            files=[(path, _contents(file)) for path, file in (files or {}).items()],
            wheels=[(Path(wheel).name, Path(wheel).read_bytes()) for wheel in wheels],
        )

    def run(self, source: str, inputs: Mapping[str, Any] | None = None) -> Outcome:
        """Runs a source, which finds the inputs under their names.

        Tools are called on this thread. A source without an outcome is a `SourceError`.
        """
        return Outcome(*self._native.run(source, dict(inputs or {})))

    async def run_async(self, source: str, inputs: Mapping[str, Any] | None = None) -> Outcome:
        """Runs a source and leaves the event loop free; if this is cancelled, the source is stopped.

        Tools that are coroutine functions run in this loop, others on threads of its executor.
        """
        given = dict(inputs or {})
        return Outcome(*await wait(lambda *told: self._native.begin(source, given, *told), self._functions))

    def compile(self, source: str) -> None:
        """Compiles a source, and does not run it."""
        self._native.compile(source)

    def open(self) -> "Session":
        """Opens a namespace for several sources."""
        return Session(self._native.open(), self._functions)

    async def open_async(self) -> "Session":
        """Opens a namespace for several sources, and leaves the event loop free."""
        return Session(await wait(self._native.begin_open, self._functions), self._functions)

    def restore(self, saved: bytes) -> "Session":
        """Goes on with a session that was saved, in this process or another, any number of times.

        Limits and tools are those of this sandbox; a tool that it lacks fails when it is called. What is no saved
        session, or is damaged, of another version of this package or another component, is a `SavedError`.
        """
        return Session(self._native.restore(saved), self._functions)

    async def restore_async(self, saved: bytes) -> "Session":
        """Goes on with a session that was saved, and leaves the event loop free."""
        native = await wait(lambda *told: self._native.begin_restore(saved, *told), self._functions)
        return Session(native, self._functions)


class Session:
    """Runs sources in one namespace and interpreter, one after the other, until it is closed."""

    def __init__(self, native: _native.Session, functions: tuple[Callable[..., Any], ...]) -> None:
        self._native = native
        self._functions = functions

    def run(self, source: str, inputs: Mapping[str, Any] | None = None) -> Outcome:
        """Runs a source. It finds what the sources before it have left; inputs replace what has their name.

        Limits begin anew, but for memory. A source that was stopped closes the session.
        """
        return Outcome(*self._native.run(source, dict(inputs or {})))

    async def run_async(self, source: str, inputs: Mapping[str, Any] | None = None) -> Outcome:
        """Runs a source and leaves the event loop free; if this is cancelled, the session is closed."""
        given = dict(inputs or {})
        return Outcome(*await wait(lambda *told: self._native.begin(source, given, *told), self._functions))

    def save(self) -> bytes:
        """Saves it with all that its interpreter has in memory: names, modules, files. `Sandbox.restore` goes on.

        The session goes on as well. Something open, such as a file, cannot be saved: an `UnsavableError` names it.
        Whoever reads the bytes reads everything in there. The first time in a process, this takes an instance more.
        """
        return self._native.save()

    async def save_async(self) -> bytes:
        """Saves it and leaves the event loop free; if this is cancelled, the session is closed."""
        saved: bytes = await wait(self._native.begin_save, self._functions)
        return saved

    def close(self) -> None:
        """Ends its interpreter. It may be closed already."""
        self._native.close()

    @property
    def is_open(self) -> bool:
        """True if it can run another source: it was not closed, and none was stopped."""
        return self._native.is_open

    @property
    def memory_bytes(self) -> int:
        """Memory of its interpreter. It only grows. 0 while a source is running, or when it is closed."""
        return self._native.memory_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _contents(file: bytes | str) -> bytes:
    return file.encode() if isinstance(file, str) else file


def _at_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, for sources that a thread waits for: such a thread has no event loop."""
    if not inspect.iscoroutinefunction(function):
        return function

    def refuse(**_: Any) -> None:
        raise TypeError(f"the tool `{function.__name__}` is a coroutine function: run the source by `run_async`")

    return refuse
