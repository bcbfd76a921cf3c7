import io
import os
from pathlib import Path

from sphinx.application import Sphinx


def example() -> None:
    source, out = Path("/tmp/docs"), Path("/tmp/docs-html")
    source.mkdir()
    os.chdir(source)
    (source / "conf.py").write_text("project = 'Some project'\n", encoding="utf-8")
    (source / "index.rst").write_text("Title\n=====\n\nSome *text*.\n", encoding="utf-8")
    Sphinx(source, source, out, out / "doctrees", "html", status=io.StringIO(), freshenv=True).build()
    assert "<em>text</em>" in (out / "index.html").read_text(encoding="utf-8")
