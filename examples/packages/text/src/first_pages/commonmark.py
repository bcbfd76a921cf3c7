import commonmark


def example() -> None:
    assert commonmark.commonmark("Hello *World*!") == "<p>Hello <em>World</em>!</p>\n"
