import io

from pylint.lint import Run
from pylint.reporters.text import TextReporter


def example() -> None:
    with open("/tmp/lint.py", "w", encoding="utf-8") as file:
        file.write('"""A module."""\nimport os\n')
    out = io.StringIO()
    Run(["/tmp/lint.py"], reporter=TextReporter(out), exit=False)
    assert "unused-import" in out.getvalue()
