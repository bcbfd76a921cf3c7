from jaraco.functools import compose, once


def example() -> None:
    assert compose(str, abs)(-1) == "1"
    calls = once(lambda: object())
    assert calls() is calls()
