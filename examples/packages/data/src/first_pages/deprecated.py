import warnings

from deprecated import deprecated


@deprecated(version="1.2.1", reason="use another")
def old() -> int:
    return 42


def example() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert old() == 42
    assert "use another" in str(caught[0].message)
