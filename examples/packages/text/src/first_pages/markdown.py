import markdown


def example() -> None:
    assert markdown.markdown("# Title\n\nSome *text*.") == "<h1>Title</h1>\n<p>Some <em>text</em>.</p>"
    assert "<table>" in markdown.markdown("a | b\n--|--\n1 | 2", extensions=["tables", "fenced_code"])
