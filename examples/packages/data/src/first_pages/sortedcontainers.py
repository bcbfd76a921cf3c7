from sortedcontainers import SortedDict, SortedList


def example() -> None:
    letters = SortedList("dcab")
    letters.add("b")
    assert (list(letters), letters.bisect("b"), letters.count("b")) == (list("abbcd"), 3, 2)
    assert SortedDict({"b": 2, "a": 1}).peekitem(0) == ("a", 1)
