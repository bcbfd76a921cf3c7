import datetime

from freezegun import freeze_time


@freeze_time("2012-01-14")
def example() -> None:
    assert datetime.datetime.now() == datetime.datetime(2012, 1, 14)
    with freeze_time("2024-04-01 10:00") as frozen:
        frozen.tick(60)
        assert datetime.datetime.now().minute == 1
