from datetime import datetime, timedelta

import humanize


def example() -> None:
    assert humanize.naturalsize(1_000_000) == "1.0 MB"
    assert humanize.intword(1_200_000_000) == "1.2 billion"
    now = datetime(2024, 4, 1)
    assert humanize.naturaltime(now - timedelta(hours=1), when=now) == "an hour ago"
    humanize.activate("de_DE")
    assert humanize.naturaltime(now - timedelta(hours=3), when=now) == "vor 3 Stunden"
    humanize.deactivate()
