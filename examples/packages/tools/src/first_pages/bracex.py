import bracex


def example() -> None:
    assert bracex.expand("file-{{a,b}}{1..2}") == ["file-{a}1", "file-{a}2", "file-{b}1", "file-{b}2"]
