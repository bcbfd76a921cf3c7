import sys

from stack_data import FrameInfo


def example() -> None:
    number = 42
    names = {variable.name: variable.value for variable in FrameInfo(sys._getframe()).variables}
    assert names["number"] == number
