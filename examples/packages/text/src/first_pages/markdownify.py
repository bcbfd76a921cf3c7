from markdownify import markdownify


def example() -> None:
    assert markdownify('<b>Yes</b> <a href="http://example.org">no</a>') == "**Yes** [no](http://example.org)"
