import json5


def example() -> None:
    assert json5.loads("{a: [1, 2,], /* b */ 'c': +Infinity}") == {"a": [1, 2], "c": float("inf")}
