from boltons.cacheutils import LRI
from boltons.iterutils import chunked, remap


def example() -> None:
    assert chunked(range(5), 2) == [[0, 1], [2, 3], [4]]
    assert remap({"a": 1, "b": None}, lambda _, __, value: value is not None) == {"a": 1}
    cache = LRI(max_size=1)
    cache["a"], cache["b"] = 1, 2
    assert list(cache) == ["b"]
