from datetime import timedelta

import isodate


def example() -> None:
    assert isodate.parse_duration("P1DT2H") == timedelta(days=1, hours=2)
    assert isodate.parse_date("2024-W14-1").isoformat() == "2024-04-01"
