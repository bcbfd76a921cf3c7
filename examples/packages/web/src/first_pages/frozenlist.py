from frozenlist import FrozenList


def example() -> None:
    numbers = FrozenList([1, 2])
    numbers.append(3)
    numbers.freeze()
    try:
        numbers.append(4)
    except RuntimeError:
        assert list(numbers) == [1, 2, 3]
    else:
        raise AssertionError("a frozen list has grown")
