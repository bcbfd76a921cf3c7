from multidict import CIMultiDict, MultiDict


def example() -> None:
    pairs = MultiDict([("a", 1), ("b", 2), ("a", 3)])
    assert (pairs["a"], pairs.getall("a"), len(pairs)) == (1, [1, 3], 3)
    assert CIMultiDict(Accept="text/html")["ACCEPT"] == "text/html"
