"""The same for functions and parameters: what a function is given it returns."""

import builtins as _builtins
import wit.imports.reserved as _wit_imports_reserved
from typing import TypeAlias

Any: TypeAlias = _wit_imports_reserved.Any
AnyNone: TypeAlias = _wit_imports_reserved.AnyNone
AnySome: TypeAlias = _wit_imports_reserved.AnySome
AnyOk: TypeAlias = _wit_imports_reserved.AnyOk
AnyErr: TypeAlias = _wit_imports_reserved.AnyErr

Enum: TypeAlias = _wit_imports_reserved.Enum

Exports: TypeAlias = _wit_imports_reserved.Exports

Flags: TypeAlias = _wit_imports_reserved.Flags

Protocol: TypeAlias = _wit_imports_reserved.Protocol

def class_(self_: Protocol) -> Protocol: ...
def embed(embed: Exports) -> Exports: ...
def import_(module: Enum) -> Enum: ...
def list(list: _builtins.list[_builtins.str]) -> _builtins.list[_builtins.str]: ...
def none(none: Any | None) -> Any | None: ...
def property(error: Flags) -> Flags: ...
def str(py: _builtins.str) -> _builtins.str: ...
def wit(value: bytes) -> bytes: ...
