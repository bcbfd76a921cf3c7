import asyncio

from textual.app import App, ComposeResult
from textual.widgets import Button


class Program(App[str]):
    def compose(self) -> ComposeResult:
        yield Button("Yes", id="yes")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.exit(event.button.id)


async def press() -> str | None:
    program = Program()
    async with program.run_test() as pilot:
        await pilot.click("#yes")
    return program.return_value


def example() -> None:
    assert asyncio.run(press()) == "yes"
