import black


def example() -> None:
    assert black.format_str("a = { 'b':1 }", mode=black.Mode()) == 'a = {"b": 1}\n'
