"""Functions of the host. Tests put theirs in the place of `call`."""

from dataclasses import dataclass

from wit.imports.values import Node
from wit.types import Err


@dataclass
class Parameter:
    name: str
    annotation: str
    default: str | None
    is_keyword_only: bool


@dataclass
class Tool:
    name: str
    documentation: str
    parameters: list[Parameter]
    returns: str


@dataclass
class ToolError:
    type_name: str
    message: str


class ToolErrorException(Err):
    """A tool failed."""

    value: ToolError


def call(name: str, arguments: list[Node]) -> list[Node]:
    raise NotImplementedError(name, arguments)
