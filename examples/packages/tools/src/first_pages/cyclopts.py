from cyclopts import App

app = App()


@app.command
def add(one: int, *, other: int = 1) -> int:
    return one + other


def example() -> None:
    assert app(["add", "1", "--other", "2"], result_action="return_value") == 3
