from distlib.locators import Locator
from distlib.version import NormalizedVersion


def example() -> None:
    assert NormalizedVersion("1.10") > NormalizedVersion("1.9")
    assert Locator.source_extensions[0] == ".tar.gz"
