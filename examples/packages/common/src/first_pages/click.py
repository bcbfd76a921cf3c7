import click
from click.testing import CliRunner


@click.command()
@click.option("--count", default=1, help="How often.")
@click.argument("name")
def hello(count: int, name: str) -> None:
    for _ in range(count):
        click.echo(f"Hello {name}!")


def example() -> None:
    result = CliRunner().invoke(hello, ["--count", "2", "Ann"])
    assert (result.exit_code, result.output) == (0, "Hello Ann!\nHello Ann!\n")
