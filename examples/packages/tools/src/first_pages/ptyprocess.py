from ptyprocess import PtyProcessUnicode


def example() -> None:
    assert PtyProcessUnicode.spawn(["echo", "Hello"]).read(5) == "Hello"
