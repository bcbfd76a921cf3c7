"""Functions of the host as functions of Python."""

from collections.abc import Callable
from inspect import Parameter, Signature

from wit.imports import tools as host
from wit.imports.values import Node

from . import _values
from ._builtins import KEPT

__builtins__ = KEPT

_ARGUMENT_BYTES = 2**30
"""No limit of ours: the host has one."""


class ToolError(Exception):
    """A function of the host failed."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"

    def __init__(self, message: str, type_name: str = "ToolError") -> None:
        super().__init__(message)
        self.type_name = type_name
        """The type of the host's exception."""


class _Annotation(str):
    """A type as a person writes it, printed without quotation marks."""

    __slots__ = ()
    __repr__ = str.__str__


class _Default:
    """A default that the host has, as Python prints it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def function(tool: host.Tool) -> Callable[..., object]:
    """A function that calls the tool."""
    signature = Signature([_parameter(parameter) for parameter in tool.parameters])
    name = tool.name

    def call(*args: object, **kwargs: object) -> object:
        arguments = signature.bind(*args, **kwargs).arguments
        try:
            return _values.read(host.call(name, _nodes(arguments)))
        except host.ToolErrorException as error:
            raise ToolError(error.value.message, error.value.type_name) from None

    if not name.isidentifier():
        raise ValueError(f"`{name}` is no name for a tool")
    call.__name__ = call.__qualname__ = name
    call.__module__ = "tools"
    call.__doc__ = tool.documentation or None
    call.__signature__ = signature.replace(return_annotation=_Annotation(tool.returns))  # type: ignore[attr-defined]
    return call


def _nodes(arguments: dict[str, object]) -> list[Node]:
    try:
        return _values.Writer(_ARGUMENT_BYTES).nodes(dict(arguments))
    except (_values.ValueKindError, _values.ValueLimitError) as error:
        raise TypeError(str(error)) from None


def _parameter(parameter: host.Parameter) -> Parameter:
    kind = Parameter.KEYWORD_ONLY if parameter.is_keyword_only else Parameter.POSITIONAL_OR_KEYWORD
    default = Parameter.empty if parameter.default is None else _Default(parameter.default)
    return Parameter(parameter.name, kind, default=default, annotation=_Annotation(parameter.annotation))
