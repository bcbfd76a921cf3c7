from typing import Union

from typing_inspect import get_args, is_union_type


def example() -> None:
    assert is_union_type(Union[int, str])  # noqa: UP007
    assert get_args(dict[str, int]) == (str, int)
