from prettytable import PrettyTable


def example() -> None:
    table = PrettyTable(["name", "age"])
    table.add_row(["Ann", 3])
    assert table.get_string().splitlines()[1] == "| name | age |"
    assert "<td>Ann</td>" in table.get_html_string()
