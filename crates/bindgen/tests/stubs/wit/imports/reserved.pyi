"""Types with names that mean something in Python or in Rust."""

import builtins as _builtins
import wit.types
from dataclasses import dataclass
from enum import Enum as _Enum, Flag
from typing import TypeAlias

@dataclass
class Protocol:
    list: bytes
    int: _builtins.int
    str: _builtins.str
    bool: _builtins.bool
    tuple: _builtins.tuple[_builtins.int, _builtins.str]
    builtins: wit.types.Some[_builtins.int | None] | None = ...

class Enum(_Enum):
    A = 0
    NAME = 1
    NONE = 2
    VALUE = 3

class Flags(Flag):
    ANY = 1
    NONE = 2

@dataclass(frozen=True)
class AnyNone:
    ...

@dataclass(frozen=True)
class AnySome:
    value: Protocol

@dataclass(frozen=True)
class AnyOk:
    ...

@dataclass(frozen=True)
class AnyErr:
    value: _builtins.str

Any: TypeAlias = AnyNone | AnySome | AnyOk | AnyErr

@dataclass
class Exports:
    py: _builtins.int
    call: _builtins.list[_builtins.str]

