from datetime import datetime

from tzlocal import get_localzone


def example() -> None:
    assert datetime(2024, 7, 1, tzinfo=get_localzone()).utcoffset() is not None
