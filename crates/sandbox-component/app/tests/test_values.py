"""Values as nodes, and back."""

import math

import pytest
from wit.imports.values import NodeBigInteger, NodeDictionary, NodeInteger, NodeList, NodeNone, NodeText, NodeTuple

from sandbox_app._values import MOST_DEEP, ValueKindError, ValueLimitError, Writer, read

ROOM_BYTES = 100_000


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        2**63 - 1,
        -(2**63),
        2**63,
        1.5,
        math.inf,
        "",
        "Zoë 🐍",
        b"\0\xff",
        [],
        [1, [2, (3,)], {}],
        {"a": [1], 2: None, (1, 2): {"b": b""}},
        {1, "a"},
        ((), ("x",)),
    ],
)
def test_value_comes_back(value: object) -> None:
    back = read(Writer(ROOM_BYTES).nodes(value))
    assert back == value
    assert type(back) is type(value)


def test_whole_number_may_have_any_number_of_digits() -> None:
    value = -(10**5_000)
    assert read(Writer(ROOM_BYTES).nodes(value)) == value


def test_nodes_are_in_the_order_of_printing() -> None:
    nodes = Writer(ROOM_BYTES).nodes([1, (2,), {"a": None}])
    expected = [
        NodeList(3),
        NodeInteger(1),
        NodeTuple(1),
        NodeInteger(2),
        NodeDictionary(1),
        NodeText("a"),
        NodeNone(),
    ]
    assert nodes == expected


def test_whole_number_that_is_too_large_is_hexadecimal() -> None:
    assert Writer(ROOM_BYTES).nodes(-(2**63) - 1) == [NodeBigInteger("-0x8000000000000001")]


def test_what_is_like_a_value_is_one() -> None:
    class Names(list[str]): ...

    assert read(Writer(ROOM_BYTES).nodes(Names(["a"]))) == ["a"]
    assert read(Writer(ROOM_BYTES).nodes(bytearray(b"a"))) == b"a"
    assert read(Writer(ROOM_BYTES).nodes(frozenset("a"))) == {"a"}


@pytest.mark.parametrize("value", [object(), print, 1j, range(3), "\ud800", {"a": [object()]}])
def test_what_is_no_value_is_named(value: object) -> None:
    with pytest.raises(ValueKindError, match="no value outside of the sandbox stands for"):
        Writer(ROOM_BYTES).nodes(value)


@pytest.mark.parametrize("value", ["a" * 100, "ä" * 50, b"a" * 100, 1 << 800, [None] * 7, {"key": "a" * 70}])
def test_value_that_is_too_large_is_refused(value: object) -> None:
    with pytest.raises(ValueLimitError, match="the value is larger than 100 bytes"):
        Writer(100).nodes(value)


def test_value_that_contains_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(ValueLimitError, match="nests more than 100 deep"):
        Writer(ROOM_BYTES).nodes(value)


def test_values_nest_as_deep_as_is_said() -> None:
    value: list[object] = []
    for _ in range(MOST_DEEP - 1):
        value = [value]
    assert read(Writer(ROOM_BYTES).nodes(value)) == value
    with pytest.raises(ValueLimitError):
        Writer(ROOM_BYTES).nodes([value])


def test_value_in_many_places_is_paid_for_in_each() -> None:
    value: list[object] = [None]
    for _ in range(50):
        value = [value] * 10
    with pytest.raises(ValueLimitError, match="larger than"):
        Writer(ROOM_BYTES).nodes(value)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([], "end before"),
        ([NodeList(2), NodeNone()], "end before"),
        ([NodeTuple(1)], "end before"),
        ([NodeNone(), NodeNone()], "behind the value"),
        ([NodeList(1)] * 200, "nests more than 100 deep"),
        ([NodeBigInteger("12z")], "invalid literal"),
    ],
)
def test_nodes_of_no_value_are_refused(nodes: list[object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(nodes)  # type: ignore[arg-type]
