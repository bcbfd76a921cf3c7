"""What WIT has and Python has no word for."""

from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T", covariant=True)

@dataclass(frozen=True)
class Some(Generic[_T]):
    """An option that holds a value, where the value itself could be `None`."""

    value: _T

@dataclass(frozen=True)
class Ok(Generic[_T]):
    """A result that went well."""

    value: _T = ...

class Err(Exception, Generic[_T]):
    """A result that did not go well. Functions raise it; as a part of other values it is one of them."""

    __match_args__ = ("value",)
    def __init__(self, value: _T = ...) -> None: ...
    @property
    def value(self) -> _T: ...
