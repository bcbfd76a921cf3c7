from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo


def example() -> None:
    data = files("tzdata.zoneinfo.Europe") / "Vienna"
    assert data.read_bytes().startswith(b"TZif")
    assert datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Vienna")).utcoffset().total_seconds() == 7200
