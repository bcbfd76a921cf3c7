from typeguard import TypeCheckError, check_type


def example() -> None:
    assert check_type([1, 2], list[int]) == [1, 2]
    try:
        check_type(["a"], list[int])
    except TypeCheckError:
        return
    raise AssertionError("a wrong type was accepted")
