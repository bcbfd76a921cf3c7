"""What the tests share. They are run where the wheel is installed, by `cargo xtask test wheel`."""

import os
from pathlib import Path

import pytest

import wasi_py_host
from wasi_py_host import Limits, Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture(scope="session")
def quick() -> Sandbox:
    """One whose sources should not run for long."""
    return Sandbox(limits=Limits(time_s=0.3))


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    """The package is the one that was installed, and not the folder with its sources."""
    assert "site-packages" in Path(wasi_py_host.__file__).parts


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of components that `cargo xtask test wheel` has built."""
    return Path(os.environ["WASI_PY_HOST_FIXTURES"])
