"""The same for functions and parameters: what a function is given it returns."""

import builtins as _builtins
import wit.imports.reserved as _wit_imports_reserved
from typing import Protocol as _Protocol, TypeAlias

Any: TypeAlias = _wit_imports_reserved.Any
AnyNone: TypeAlias = _wit_imports_reserved.AnyNone
AnySome: TypeAlias = _wit_imports_reserved.AnySome
AnyOk: TypeAlias = _wit_imports_reserved.AnyOk
AnyErr: TypeAlias = _wit_imports_reserved.AnyErr

Enum: TypeAlias = _wit_imports_reserved.Enum

Exports: TypeAlias = _wit_imports_reserved.Exports

Flags: TypeAlias = _wit_imports_reserved.Flags

Protocol: TypeAlias = _wit_imports_reserved.Protocol

class Exports_(_Protocol):
    """What the module that implements this has to have."""

    def class_(self, self_: Protocol) -> Protocol: ...
    def embed(self, embed: Exports) -> Exports: ...
    def import_(self, module: Enum) -> Enum: ...
    def list(self, list: _builtins.list[_builtins.str]) -> _builtins.list[_builtins.str]: ...
    def none(self, none: Any | None) -> Any | None: ...
    def property(self, error: Flags) -> Flags: ...
    def str(self, py: _builtins.str) -> _builtins.str: ...
    def wit(self, value: bytes) -> bytes: ...

