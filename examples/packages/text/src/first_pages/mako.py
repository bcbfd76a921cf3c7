from mako.template import Template


def example() -> None:
    page = Template("% for name in names:\n<li>${name | h}</li>\n% endfor\n")
    assert page.render(names=["<Ann>"]) == "<li>&lt;Ann&gt;</li>\n"
