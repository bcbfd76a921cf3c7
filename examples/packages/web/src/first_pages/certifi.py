from pathlib import Path

import certifi


def example() -> None:
    assert certifi.contents().count("BEGIN CERTIFICATE") > 100
    assert Path(certifi.where()).read_text(encoding="ascii") == certifi.contents()
