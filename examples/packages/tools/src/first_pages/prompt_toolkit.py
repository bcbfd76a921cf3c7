from prompt_toolkit import PromptSession
from prompt_toolkit.input.defaults import create_pipe_input
from prompt_toolkit.output import DummyOutput


def example() -> None:
    with create_pipe_input() as keys:
        keys.send_text("Ann\n")
        assert PromptSession(input=keys, output=DummyOutput()).prompt("name: ") == "Ann"
