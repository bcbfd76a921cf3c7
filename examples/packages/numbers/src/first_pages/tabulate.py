from tabulate import tabulate


def example() -> None:
    table = tabulate([["Sun", 696000], ["Earth", 6371]], headers=["", "R"], tablefmt="github")
    assert table.splitlines()[2] == "| Sun   | 696000 |"
