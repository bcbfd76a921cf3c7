"""Renders Markdown."""

from importlib.metadata import version

from markdown_it import MarkdownIt

_COMMONMARK = MarkdownIt("commonmark")


def render(text: str) -> str:
    """`text`, CommonMark, as HTML."""
    return _COMMONMARK.render(text)


def installed_version(package: str) -> str:
    """The version of an installed package, as its metadata has it."""
    return version(package)
