import io

from rich.console import Console
from rich.table import Table


def example() -> None:
    out = io.StringIO()
    console = Console(file=out, width=40, force_terminal=True, color_system="standard")
    console.print("[bold red]Hello[/]")
    table = Table("name", "age")
    table.add_row("Ann", "3")
    console.print(table)
    assert "\x1b[1;31mHello\x1b[0m" in out.getvalue()
    assert "Ann" in out.getvalue()
