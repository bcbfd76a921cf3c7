from docutils.core import publish_parts

TEXT = """
Title
=====

Some *text*.

.. code:: python

   print(1)
"""


def example() -> None:
    parts = publish_parts(TEXT, writer="html5", settings_overrides={"halt_level": 2})
    assert parts["title"] == "Title"
    assert "<em>text</em>" in parts["html_body"]
