from datetime import timedelta

import durationpy


def example() -> None:
    assert durationpy.from_str("4h3m2s1ms") == timedelta(hours=4, minutes=3, seconds=2, milliseconds=1)
    assert durationpy.to_str(timedelta(minutes=90)) == "1h30m"
