from more_itertools import chunked, flatten, windowed


def example() -> None:
    assert list(flatten([(0, 1), (2, 3)])) == [0, 1, 2, 3]
    assert list(chunked([1, 2, 3], 2)) == [[1, 2], [3]]
    assert list(windowed([1, 2, 3], 2)) == [(1, 2), (2, 3)]
