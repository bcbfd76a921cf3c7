from orderly_set import OrderedSet


def example() -> None:
    assert list(OrderedSet("abracadabra")) == ["a", "b", "r", "c", "d"]
