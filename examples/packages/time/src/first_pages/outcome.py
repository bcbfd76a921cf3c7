import outcome


def example() -> None:
    assert outcome.capture(int, "5") == outcome.Value(5)
    assert isinstance(outcome.capture(int, "x"), outcome.Error)
