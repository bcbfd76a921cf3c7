import tomli


def example() -> None:
    assert tomli.loads("[a]\nb = 2001-02-03\n")["a"]["b"].year == 2001
