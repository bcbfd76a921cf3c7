import ast

from pyflakes.checker import Checker


def example() -> None:
    messages = Checker(ast.parse("import os\nprint(name)\n")).messages
    assert sorted(type(message).__name__ for message in messages) == ["UndefinedName", "UnusedImport"]
