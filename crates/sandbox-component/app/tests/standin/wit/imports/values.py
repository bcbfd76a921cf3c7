"""Nodes of values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NodeNone: ...


@dataclass(frozen=True)
class NodeBoolean:
    value: bool


@dataclass(frozen=True)
class NodeInteger:
    value: int


@dataclass(frozen=True)
class NodeBigInteger:
    value: str


@dataclass(frozen=True)
class NodeFloat:
    value: float


@dataclass(frozen=True)
class NodeText:
    value: str


@dataclass(frozen=True)
class NodeBytes:
    value: bytes


@dataclass(frozen=True)
class NodeList:
    value: int


@dataclass(frozen=True)
class NodeTuple:
    value: int


@dataclass(frozen=True)
class NodeSet:
    value: int


@dataclass(frozen=True)
class NodeDictionary:
    value: int


Node = (
    NodeNone
    | NodeBoolean
    | NodeInteger
    | NodeBigInteger
    | NodeFloat
    | NodeText
    | NodeBytes
    | NodeList
    | NodeTuple
    | NodeSet
    | NodeDictionary
)
