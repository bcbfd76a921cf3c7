from datetime import datetime

from croniter import croniter


def example() -> None:
    times = croniter("*/5 * * * *", datetime(2024, 4, 1, 4, 46))
    assert times.get_next(datetime) == datetime(2024, 4, 1, 4, 50)
    assert croniter.is_valid("0 wrong_value 1 * *") is False
