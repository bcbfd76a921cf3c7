"""Writes a typed package for a component: `python -m wasi_py_host.bindings people.wasm -o people_typed`."""

import argparse
import builtins
import pprint
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ._component import Component
from ._description import Description, Function, Kind, path
from ._failures import LoadError
from ._native import python_name

__all__ = ["main", "written"]

_WIDTH = 100
_HEAD = '''\
"""What `{wasm}` exports, written by `python -m wasi_py_host.bindings`. Do not change it: write it again."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from wasi_py_host import ResultError
from wasi_py_host.typed import Case, TypedComponent, TypedInterface
'''
_SCALARS = {
    "bool": "bool",
    "f32": "float",
    "f64": "float",
    "char": "str",
    "string": "str",
    # Inside of a type with a name. A function that takes or returns it is refused when it is called.
    "foreign": "object",
    **{f"{sign}{bits}": "int" for sign in "su" for bits in (8, 16, 32, 64)},
}
_TAKEN = {
    *dir(builtins),
    *("Case", "ClassVar", "Component", "Literal", "ResultError", "TypedComponent", "TypedInterface"),
    *("annotations", "cached_property", "dataclass", "enum"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m wasi_py_host.bindings", description=__doc__)
    parser.add_argument("component", type=Path, help="its .wasm file")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder of the package")
    given = parser.parse_args(arguments)
    try:
        text = written(given.component.name, Component(given.component).description)
        given.output.mkdir(parents=True, exist_ok=True)
        (given.output / "__init__.py").write_text(text, encoding="utf-8")
        (given.output / "py.typed").touch()
    except (OSError, LoadError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def written(wasm: str, description: Description) -> str:
    """The package, as the text of its one module."""
    return _Package(description).text(wasm)


class _Package:
    def __init__(self, description: Description) -> None:
        self._description = description
        self._taken = set(_TAKEN)
        self._kinds = {(interface, name): kind for interface, types, _ in description for name, kind in types}
        self._classes = {
            (interface, name): self._free(_class_name(name), interface)
            for (interface, name), kind in self._kinds.items()
            if kind[0] in ("record", "enum", "flags", "variant")
        }
        self._cases = {
            (key, case): self._free(name + _class_name(case), key[0])
            for key, name in self._classes.items()
            if self._kinds[key][0] == "variant"
            for case, _ in self._kinds[key][1:]
        }
        self._interfaces = {
            interface: self._free(_class_name(_short(interface)), interface)
            for interface, _, functions in description
            if any(_is_callable(function) for function in functions)
        }
        self._errors: dict[Kind, str] = {}
        self._raised: dict[str, str] = {}

    def text(self, wasm: str) -> str:
        types = [part for key in self._classes for part in self._type(key)]
        # They name the exceptions, which stand in front of them.
        interfaces = [self._interface(interface) for interface in self._interfaces]
        errors = [_error(name, self._annotation(kind)) for kind, name in self._errors.items()]
        parts = [_HEAD.format(wasm=wasm), *types, *errors, *interfaces, self._component()]
        return "\n\n".join(parts)

    def _free(self, name: str, interface: str) -> str:
        """A name that nothing else has: with that of the interface in front, or something behind."""
        if name in self._taken:
            name = _class_name(_short(interface)) + name
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def _type(self, key: tuple[str, str]) -> Iterator[str]:
        name = self._classes[key]
        kind, *parts = self._kinds[key]
        if kind == "record":
            fields = [f"{python_name(field)}: {self._annotation(of)}" for field, of in parts]
            yield _dataclass(name, fields)
        elif kind == "variant":
            for case, of in parts:
                inside = [] if of is None else [f"value: {self._annotation(of)}"]
                yield _dataclass(self._case(key, case), [f'name: ClassVar[Literal["{case}"]] = "{case}"', *inside])
            yield f"{name} = {' | '.join(self._case(key, case) for case, _ in parts)}\n"
        else:
            members = [f'    {_member(member)} = "{member}"\n' for member in parts]
            yield f"class {name}(enum.Enum):\n" + "".join(members)

    def _case(self, key: tuple[str, str], case: str) -> str:
        return self._cases[key, case]

    def _annotation(self, kind: Kind | None) -> str:
        match kind:
            case None:
                return "None"
            case ("named", interface, name):
                of = self._kinds[interface, name]
                return f"frozenset[{self._classes[interface, name]}]" if of[0] == "flags" else self._name(kind)
            case ("list", ("u8",)):
                return "bytes"
            case ("list", item):
                return f"list[{self._annotation(item)}]"
            case ("option", ("option", _)):
                return "Case | None"
            case ("option", inner):
                return f"{self._annotation(inner)} | None"
            case ("map", key, value):
                return f"dict[{self._annotation(key)}, {self._annotation(value)}]"
            case ("tuple", *items):
                return f"tuple[{', '.join(self._annotation(item) for item in items)}]"
            case ("result", _, _):
                return "Case"
            case (scalar, *_):
                return _SCALARS[scalar]
        raise ValueError(f"there is no kind `{kind}`")

    def _name(self, kind: Kind) -> str:
        return self._classes[kind[1], kind[2]]

    def _interface(self, interface: str) -> str:
        (functions,) = (functions for name, _, functions in self._description if name == interface)
        methods = [self._method(interface, function) for function in functions if _is_callable(function)]
        return f"class {self._interfaces[interface]}(TypedInterface):\n" + "\n".join(methods)

    def _method(self, interface: str, function: Function) -> str:
        name, parameters, result = function
        called = path(interface, name)
        if result is not None and result[0] == "result":
            _, result, error = result
            self._raised[called] = self._exception(name, error, interface)
        names = [python_name(parameter) + ("_" if parameter == "self" else "") for parameter, _ in parameters]
        pairs = zip(names, parameters, strict=True)
        signature = ", ".join(["self", *(f"{own}: {self._annotation(kind)}" for own, (_, kind) in pairs)])
        returned = self._annotation(result)
        arguments = ", ".join([f'"{called}"', *names])
        text = ""
        for prefix, own, call in (
            ("", python_name(name), "self._call"),
            ("async ", python_name(name + "-async"), "await self._call_async"),
        ):
            text += f"    {prefix}def {own}({signature}) -> {returned}:\n"
            if result is None:
                text += f"        {call}({arguments})\n"
            else:
                text += f"        returned: {returned} = {call}({arguments})\n        return returned\n"
            text += "\n" if not prefix else ""
        return text

    def _exception(self, function: str, kind: Kind | None, interface: str) -> str:
        """The exception for errors of this kind: one for each type with a name, and for each function without."""
        if kind is None:
            return "ResultError"
        if kind[0] != "named":
            return self._errors.setdefault((*kind, function), self._free(_class_name(function) + "Raised", interface))
        if kind not in self._errors:
            self._errors[kind] = self._free(_class_name(kind[2]) + "Raised", interface)
        return self._errors[kind]

    def _component(self) -> str:
        lines = ["class Component(TypedComponent):", '    """The component."""', ""]
        lines += ["    DESCRIPTION = (", *_literal(self._description), "    )", "    CLASSES: ClassVar = {"]
        for key, name in self._classes.items():
            kind, *parts = self._kinds[key]
            cases = ", ".join(f'"{case}": {self._case(key, case)}' for case, _ in parts) if kind == "variant" else ""
            lines.append(f'        ("{key[0]}", "{key[1]}"): {f"{{{cases}}}" if cases else name},')
        lines += ["    }", "    RAISED: ClassVar = {"]
        lines += [f'        "{called}": {name},' for called, name in self._raised.items()]
        lines += ["    }"]
        for interface, name in self._interfaces.items():
            own, said = python_name(_short(interface)), interface or "what the world itself exports"
            lines += ["", "    @cached_property", f"    def {own}(self) -> {name}:"]
            lines += [f'        """`{said}`."""', f"        return {name}(self)"]
        return "\n".join(lines) + "\n"


def _is_callable(function: Function) -> bool:
    """True if Python has values for what it takes and returns."""
    return repr(("foreign",)) not in repr(function[1:])


def _error(name: str, annotation: str) -> str:
    return f"class {name}(ResultError):\n    value: {annotation}\n"


def _dataclass(name: str, fields: list[str]) -> str:
    return f"@dataclass(frozen=True)\nclass {name}:\n" + "".join(f"    {field}\n" for field in fields)


def _literal(description: Description) -> Iterator[str]:
    for interface in description:
        lines = pprint.pformat(interface, width=_WIDTH).splitlines()
        yield from (f"        {line}" for line in lines[:-1])
        yield f"        {lines[-1]},"


def _short(interface: str) -> str:
    """The name of an interface without its package: that of the world itself is `world`."""
    return interface.partition("@")[0].rpartition("/")[2] or "world"


def _class_name(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _member(name: str) -> str:
    return name.replace("-", "_").upper()


if __name__ == "__main__":
    sys.exit(main())
