from texttable import Texttable


def example() -> None:
    table = Texttable()
    table.add_rows([["name", "age"], ["Ann", 3]])
    assert table.draw().splitlines()[1] == "| name | age |"
