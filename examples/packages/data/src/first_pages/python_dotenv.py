from io import StringIO

from dotenv import dotenv_values

SETTINGS = """
A=1  # one
export B='two ${A}'
C="${A}3"
"""


def example() -> None:
    assert dotenv_values(stream=StringIO(SETTINGS)) == {"A": "1", "B": "two 1", "C": "13"}
