from docstring_parser import parse

TEXT = """Adds numbers.

Args:
    one: The first.

Returns:
    The sum.
"""


def example() -> None:
    found = parse(TEXT)
    assert found.short_description == "Adds numbers."
    assert (found.params[0].arg_name, found.returns.description) == ("one", "The sum.")
