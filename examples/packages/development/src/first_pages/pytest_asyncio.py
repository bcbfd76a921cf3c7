import os
from pathlib import Path

import pytest
import pytest_asyncio

TEST = "import asyncio, pytest\n\n@pytest.mark.asyncio\nasync def test_sleeps():\n    await asyncio.sleep(0)\n"


def example() -> None:
    folder = Path("/tmp/asyncio-tests")
    folder.mkdir()
    os.chdir(folder)
    (folder / "test_sleeping.py").write_text(TEST, encoding="utf-8")
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
    assert pytest.main([*options, str(folder)], plugins=[]) == pytest.ExitCode.OK
    assert pytest_asyncio.fixture is not None
