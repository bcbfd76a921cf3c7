import os
from pathlib import Path

import pytest

TESTS = "def test_passes():\n    assert 1 + 1 == 2\n\ndef test_fails():\n    assert 1 + 1 == 3\n"


def example() -> None:
    folder = Path("/tmp/tests")
    folder.mkdir()
    os.chdir(folder)
    (folder / "test_example.py").write_text(TESTS, encoding="utf-8")
    options = [
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "-p",
        "no:logging",
        "--capture=sys",
        "--rootdir",
        str(folder),
    ]
    assert pytest.main([*options, str(folder)]) == pytest.ExitCode.TESTS_FAILED
    assert pytest.main([*options, str(folder), "-k", "passes"]) == pytest.ExitCode.OK
