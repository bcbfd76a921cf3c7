import typer
from typer.testing import CliRunner

app = typer.Typer()


@app.command()
def hello(name: str, formal: bool = False) -> None:
    typer.echo(f"Good day {name}." if formal else f"Hello {name}")


def example() -> None:
    result = CliRunner().invoke(app, ["Ann", "--formal"])
    assert (result.exit_code, result.output) == (0, "Good day Ann.\n")
