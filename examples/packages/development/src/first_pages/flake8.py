import io
import os
from contextlib import redirect_stdout
from pathlib import Path

from flake8.api import legacy


def example() -> None:
    os.chdir("/tmp")
    Path("/tmp/flake.py").write_text("import os\n", encoding="utf-8")
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        report = legacy.get_style_guide(select=["F"]).check_files(["/tmp/flake.py"])
    assert report.get_statistics("F401") == ["1 F401 'os' imported but unused"]
