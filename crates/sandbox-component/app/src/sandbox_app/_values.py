"""Values of Python as nodes of the host's, and back."""

from collections.abc import Iterator

from wit.imports.values import (
    Node,
    NodeBigInteger,
    NodeBoolean,
    NodeBytes,
    NodeDictionary,
    NodeFloat,
    NodeInteger,
    NodeList,
    NodeNone,
    NodeSet,
    NodeText,
    NodeTuple,
)

from ._builtins import KEPT

__builtins__ = KEPT

MOST_DEEP = 100
"""Values nest no deeper."""
NODE_BYTES = 16
"""The room that a node takes beside what it holds."""
_INTEGERS = range(-(2**63), 2**63)
_NONE, _TRUE, _FALSE = NodeNone(), NodeBoolean(True), NodeBoolean(False)


class ValueLimitError(Exception):
    """A value is too large, or nests too deep."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"


class ValueKindError(Exception):
    """A value is one that there are no nodes for."""

    # Tracebacks name it without our modules.
    __module__ = "builtins"


class Writer:
    """Writes values as nodes, as long as there is room."""

    def __init__(self, room_bytes: int) -> None:
        self._limit_bytes = self._room_bytes = room_bytes

    def nodes(self, value: object) -> list[Node]:
        """All nodes of a value."""
        nodes: list[Node] = []
        self._write(value, nodes, 0)
        return nodes

    def take(self, count: int) -> None:
        """Takes that many bytes of the room."""
        self._room_bytes -= count
        if self._room_bytes < 0:
            raise ValueLimitError(f"the value is larger than {self._limit_bytes} bytes")

    def _write(self, value: object, nodes: list[Node], depth: int) -> None:
        self.take(NODE_BYTES)
        if value is None:
            nodes.append(_NONE)
        elif isinstance(value, bool):
            nodes.append(_TRUE if value else _FALSE)
        elif isinstance(value, int):
            nodes.append(self._integer(value))
        elif isinstance(value, float):
            nodes.append(NodeFloat(value))
        elif isinstance(value, str):
            nodes.append(self._text(value))
        elif isinstance(value, bytes | bytearray | memoryview):
            self.take(memoryview(value).nbytes)
            nodes.append(NodeBytes(bytes(value)))
        else:
            self._write_container(value, nodes, depth)

    def _write_container(self, value: object, nodes: list[Node], depth: int) -> None:
        if depth == MOST_DEEP:
            raise ValueLimitError(f"the value nests more than {MOST_DEEP} deep")
        items: Iterator[object]
        if isinstance(value, list):
            nodes.append(NodeList(len(value)))
            items = iter(value)
        elif isinstance(value, dict):
            nodes.append(NodeDictionary(len(value)))
            items = (part for entry in value.items() for part in entry)
        elif isinstance(value, tuple):
            nodes.append(NodeTuple(len(value)))
            items = iter(value)
        elif isinstance(value, set | frozenset):
            nodes.append(NodeSet(len(value)))
            items = iter(value)
        else:
            raise ValueKindError(f"no value outside of the sandbox stands for a `{_name(type(value))}`")
        for item in items:
            self._write(item, nodes, depth + 1)

    def _integer(self, value: int) -> Node:
        if value in _INTEGERS:
            return NodeInteger(value)
        self.take(value.bit_length() // 4)
        return NodeBigInteger(hex(value))

    def _text(self, value: str) -> Node:
        if value.isascii():
            self.take(len(value))
        else:
            try:
                self.take(len(value.encode()))
            except UnicodeEncodeError:
                raise ValueKindError("no value outside of the sandbox stands for text with half a character") from None
        return NodeText(value)


def read(nodes: list[Node]) -> object:
    """The value that the nodes are of."""
    rest = iter(nodes)
    try:
        value = _read(rest, 0)
    except StopIteration:
        raise ValueError("the nodes of the value end before it does") from None
    if next(rest, None) is not None:
        raise ValueError("there are nodes behind the value")
    return value


def _read(rest: Iterator[Node], depth: int) -> object:
    match next(rest):
        case NodeNone():
            return None
        case NodeBigInteger(text):
            return int(text, 16)
        case NodeBoolean(value) | NodeInteger(value) | NodeFloat(value) | NodeText(value) | NodeBytes(value):
            return value
        case container:
            return _read_container(container, rest, depth)


def _read_container(
    container: NodeList | NodeTuple | NodeSet | NodeDictionary, rest: Iterator[Node], depth: int
) -> object:
    if depth == MOST_DEEP:
        raise ValueError(f"the value nests more than {MOST_DEEP} deep")
    match container:
        case NodeList(count):
            return [_read(rest, depth + 1) for _ in range(count)]
        case NodeTuple(count):
            # A generator would turn the end of the nodes into another error.
            return tuple([_read(rest, depth + 1) for _ in range(count)])
        case NodeSet(count):
            return {_read(rest, depth + 1) for _ in range(count)}
        case NodeDictionary(count):
            return {_read(rest, depth + 1): _read(rest, depth + 1) for _ in range(count)}


def _name(kind: type) -> str:
    """The name of a type as messages have it."""
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )
