from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin


def example() -> None:
    markdown = MarkdownIt().use(front_matter_plugin).use(footnote_plugin)
    page = markdown.render("---\na: 1\n---\nText[^1]\n\n[^1]: Note")
    assert 'class="footnote-ref"' in page
