from markdown_it import MarkdownIt


def example() -> None:
    markdown = MarkdownIt("commonmark", {"breaks": True}).enable("table")
    assert markdown.render("a *b*") == "<p>a <em>b</em></p>\n"
    assert "<td>1</td>" in markdown.render("| a |\n|---|\n| 1 |")
    assert [token.type for token in markdown.parse("a")] == ["paragraph_open", "inline", "paragraph_close"]
