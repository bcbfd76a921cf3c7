from ordered_set import OrderedSet


def example() -> None:
    letters = OrderedSet("abracadabra")
    assert letters == OrderedSet(["a", "b", "r", "c", "d"])
    assert letters.index("r") == 2
