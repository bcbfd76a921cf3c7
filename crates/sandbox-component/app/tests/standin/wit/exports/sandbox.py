"""What sources are given and leave."""

from dataclasses import dataclass
from enum import Enum, auto

from wit.imports.tools import Tool
from wit.imports.values import Node
from wit.types import Err


@dataclass
class Input:
    name: str
    value: list[Node]


@dataclass
class File:
    path: str
    contents: bytes


@dataclass
class Wheel:
    name: str
    contents: bytes


@dataclass
class Options:
    tools: list[Tool]
    files: list[File]
    wheels: list[Wheel]
    output_bytes: int
    value_bytes: int
    recursion: int
    stream_output: bool


@dataclass
class Printed:
    stdout: str
    stderr: str


@dataclass
class Outcome:
    value: list[Node]
    printed: Printed
    files: list[File]


class FailureKind(Enum):
    SYNTAX = auto()
    RAISED = auto()
    EXITED = auto()
    TOOL = auto()
    OUTPUT_LIMIT = auto()
    RECURSION_LIMIT = auto()
    MEMORY_LIMIT = auto()
    VALUE_LIMIT = auto()
    VALUE_KIND = auto()
    OPTIONS = auto()
    UNSAVABLE = auto()


@dataclass
class Failure:
    kind: FailureKind
    type_name: str
    message: str
    traceback: str
    line: int | None
    printed: Printed


class FailureException(Err):
    """A source has no outcome."""

    value: Failure
