from termcolor import colored


def example() -> None:
    assert colored("Hello", "red", attrs=["bold"], force_color=True) == "\x1b[1m\x1b[31mHello\x1b[0m"
