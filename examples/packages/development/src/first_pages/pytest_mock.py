import os
from pathlib import Path

import pytest
import pytest_mock

TEST = """
import os

def test_mocks(mocker):
    mocker.patch("os.getcwd", return_value="/a")
    assert os.getcwd() == "/a"
"""


def example() -> None:
    folder = Path("/tmp/mock-tests")
    folder.mkdir()
    os.chdir(folder)
    (folder / "test_mocking.py").write_text(TEST, encoding="utf-8")
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
    assert pytest.main([*options, str(folder)]) == pytest.ExitCode.OK
    assert pytest_mock.MockerFixture is not None
