"""What is written in Rust."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ._description import Description
from ._limits import CallLimits, Limits
from ._tools import Tool

DEFAULT_CALL_MEMORY_BYTES: int
DEFAULT_CALL_RESULT_BYTES: int
DEFAULT_CALL_TIME_S: float
DEFAULT_INSTANCES: int
DEFAULT_MEMORY_BYTES: int
DEFAULT_OUTPUT_BYTES: int
DEFAULT_RECURSION: int
DEFAULT_TIME_S: float
DEFAULT_VALUE_BYTES: int
FAILURE_KINDS: list[str]

_Left = tuple[Any, str, str, dict[str, bytes]]
_Ended = Callable[[Any, BaseException | None], object]
_Called = Callable[[int, dict[str, Any], Reply], object]

class Sandbox:
    def __new__(
        cls,
        component: Path,
        machine_code: Path,
        *,
        instances: int,
        scan: bool,
        limits: Limits,
        tools: Sequence[Tool],
        functions: Sequence[Callable[..., object]],
        files: Sequence[tuple[str, bytes]],
        wheels: Sequence[tuple[str, bytes]],
    ) -> Sandbox: ...
    def run(self, source: str, inputs: dict[str, Any]) -> _Left: ...
    def begin(self, source: str, inputs: dict[str, Any], ended: _Ended, called: _Called) -> Running: ...
    def compile(self, source: str) -> None: ...
    def open(self) -> Session: ...
    def begin_open(self, ended: _Ended, called: _Called) -> Running: ...
    def restore(self, saved: bytes) -> Session: ...
    def begin_restore(self, saved: bytes, ended: _Ended, called: _Called) -> Running: ...

class Session:
    def run(self, source: str, inputs: dict[str, Any]) -> _Left: ...
    def begin(self, source: str, inputs: dict[str, Any], ended: _Ended, called: _Called) -> Running: ...
    def save(self) -> bytes: ...
    def begin_save(self, ended: _Ended, called: _Called) -> Running: ...
    def close(self) -> None: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def memory_bytes(self) -> int: ...

class Component:
    def __new__(
        cls,
        component: Path,
        machine_code: Path,
        *,
        instances: int,
        scan: bool,
        limits: CallLimits,
        calls_per_instance: int,
    ) -> Component: ...
    @property
    def description(self) -> Description: ...
    def call(self, path: str, arguments: tuple[Any, ...]) -> Any: ...
    def begin(self, path: str, arguments: tuple[Any, ...], ended: _Ended, called: _Called) -> Running: ...

def python_name(name: str) -> str: ...

class Running:
    def stop(self) -> None: ...

class Reply:
    def returned(self, value: object) -> None: ...
    def raised(self, error: BaseException) -> None: ...
