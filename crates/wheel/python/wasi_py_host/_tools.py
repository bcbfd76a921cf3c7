"""Functions of Python as tools: what a source is told of them."""

import inspect
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

Kind = tuple[Any, ...]
"""The name of a kind of values, and what it consists of."""

_KINDS: dict[object, Kind] = {
    Any: ("any",),
    object: ("any",),
    inspect.Parameter.empty: ("any",),
    None: ("none",),
    type(None): ("none",),
    bool: ("boolean",),
    int: ("integer",),
    float: ("float",),
    str: ("text",),
    bytes: ("bytes",),
    list: ("list", ("any",)),
    set: ("set", ("any",)),
    dict: ("dictionary", ("any",), ("any",)),
}
_LISTS = (list, Sequence, Iterable)
_DICTIONARIES = (dict, Mapping)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a tool."""

    name: str
    kind: Kind
    default: tuple[object, ...]
    """A tuple with the default, or without."""
    is_keyword_only: bool


@dataclass(frozen=True)
class Tool:
    """A tool, as a source finds it."""

    name: str
    documentation: str
    parameters: list[Parameter]
    returns: Kind


def described(function: Callable[..., object]) -> Tool:
    """Reads the signature of a function. What sources cannot be told of is a `TypeError`."""
    name = getattr(function, "__name__", None)
    if not isinstance(name, str) or not name.isidentifier():
        raise TypeError(f"`{function!r}` has no name that a source could call it by")
    annotations = typing.get_type_hints(function)
    signature = inspect.signature(function)
    return Tool(
        name,
        inspect.getdoc(function) or "",
        [_parameter(name, parameter, annotations) for parameter in signature.parameters.values()],
        _kind(annotations.get("return", Any), f"what `{name}` returns"),
    )


def _parameter(tool: str, parameter: inspect.Parameter, annotations: dict[str, Any]) -> Parameter:
    where = f"`{parameter.name}` of `{tool}`"
    if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
        raise TypeError(f"{where} cannot be given by name\n= help: give the tool ordinary parameters")
    return Parameter(
        parameter.name,
        _kind(annotations.get(parameter.name, Any), where),
        () if parameter.default is parameter.empty else (parameter.default,),
        parameter.kind is parameter.KEYWORD_ONLY,
    )


def _kind(annotation: Any, where: str) -> Kind:
    """The kind that a type stands for."""
    try:
        if (kind := _KINDS.get(annotation)) is not None:
            return kind
    except TypeError:
        # It has no hash.
        pass
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ("literal", *parts)
    if origin is tuple and Ellipsis not in parts:
        return ("tuple", *(_kind(part, where) for part in parts))
    inner = [_kind(part, where) for part in parts if part is not Ellipsis]
    if origin in (Union, types.UnionType):
        return ("union", *inner)
    if origin in _LISTS:
        return ("list", *inner)
    if origin is set:
        return ("set", *inner)
    if origin in _DICTIONARIES:
        return ("dictionary", *inner)
    raise TypeError(
        f"{where}: no value in the sandbox is a `{annotation}`\n"
        "= help: use bool, int, float, str, bytes, list, tuple, set, dict, Literal, Any and unions of them"
    )
