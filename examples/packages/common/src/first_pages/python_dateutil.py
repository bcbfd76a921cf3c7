from datetime import datetime

from dateutil.parser import parse
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule
from dateutil.tz import gettz


def example() -> None:
    start = parse("31 January 2024 10:00")
    assert start + relativedelta(months=1) == datetime(2024, 2, 29, 10)
    assert [day.month for day in rrule(MONTHLY, count=3, dtstart=datetime(2024, 1, 1))] == [1, 2, 3]
    assert start.replace(tzinfo=gettz("Europe/Vienna")).utcoffset().total_seconds() == 3600
