from pathlib import Path

from smmap import StaticWindowMapManager


def example() -> None:
    Path("/tmp/smmap").write_bytes(b"0123456789")
    cursor = StaticWindowMapManager().make_cursor("/tmp/smmap").use_region(2, 5)
    assert bytes(cursor.buffer()[:5]) == b"23456"
