from toolz import compose, frequencies, groupby, pipe


def example() -> None:
    assert frequencies("cat and rat")["a"] == 3
    assert groupby(len, ["a", "bb", "c"]) == {1: ["a", "c"], 2: ["bb"]}
    assert pipe([3, 1], sorted, compose(str, list)) == "[1, 3]"
