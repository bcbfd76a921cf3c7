from datetime import datetime

import pytz


def example() -> None:
    eastern = pytz.timezone("US/Eastern")
    moment = eastern.localize(datetime(2002, 10, 27, 6, 0, 0))
    assert moment.isoformat() == "2002-10-27T06:00:00-05:00"
    assert "Europe/Vienna" in pytz.common_timezones
