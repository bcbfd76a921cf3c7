import marko


def example() -> None:
    assert marko.convert("# Title\n\n*text*") == "<h1>Title</h1>\n<p><em>text</em></p>\n"
