from hypothesis import given, settings
from hypothesis import strategies as st


@settings(database=None, max_examples=20, deadline=None)
@given(st.lists(st.integers()))
def reversing_twice_changes_nothing(numbers: list[int]) -> None:
    assert list(reversed(list(reversed(numbers)))) == numbers


def example() -> None:
    reversing_twice_changes_nothing()
