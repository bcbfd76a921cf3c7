import chevron


def example() -> None:
    page = chevron.render("Hello {{ name }}!{{#tags}} {{.}}{{/tags}}", {"name": "<Ann>", "tags": ["a", "b"]})
    assert page == "Hello &lt;Ann&gt;! a b"
