import mistune


def example() -> None:
    assert mistune.html("I am using **mistune**") == "<p>I am using <strong>mistune</strong></p>\n"
    tokens = mistune.create_markdown(renderer=None)("# Title")
    assert tokens[0]["type"] == "heading"
