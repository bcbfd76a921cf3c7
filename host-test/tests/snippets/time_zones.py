"""Local time by `TZ` against `zoneinfo`, which reads the same data by code of its own."""

import datetime
import os
import time
import zoneinfo

# Winter and summer, and the hours around a change of clocks in Europe and in America.
TIMES = [
    *range(-1_000_000_000, 2_500_000_000, 120 * 86_400),
    *range(1_743_289_200 - 3600, 1_743_289_200 + 7200, 1800),
    *range(1_761_444_000 - 3600, 1_761_444_000 + 7200, 1800),
    *range(1_741_503_600 - 3600, 1_741_503_600 + 7200, 1800),
]


def check(name: str) -> None:
    os.environ["TZ"] = name
    time.tzset()
    zone = zoneinfo.ZoneInfo(name)
    for seconds in TIMES:
        expected = datetime.datetime.fromtimestamp(seconds, zone)
        local = time.localtime(seconds)
        assert local.tm_gmtoff == expected.utcoffset().total_seconds(), (name, seconds)
        assert local.tm_zone == expected.tzname(), (name, seconds)
        assert time.strftime("%Y-%m-%d %H:%M:%S %Z", local) == expected.strftime("%Y-%m-%d %H:%M:%S %Z")
        assert datetime.datetime.fromtimestamp(seconds) == expected.replace(tzinfo=None, fold=expected.fold)
        # A clock may show a time twice for other reasons than summer time; it shows the same time then.
        again = time.localtime(time.mktime(local))
        assert again[:6] == local[:6], (name, seconds)


names = sorted(zoneinfo.available_timezones())
assert len(names) > 400
for name in [*names[::7], "America/New_York", "Europe/Dublin", "Europe/Vienna", "Africa/Casablanca", "Asia/Kolkata"]:
    check(name)
# Rules instead of names, the ways that other systems write names, and nothing at all.
for name, expected in {
    "EST5EDT,M3.2.0,M11.1.0": ("EST", "EDT"),
    "ABC5DEF": ("ABC", "DEF"),
    "<+0330>-3:30": ("+0330", "+0330"),
    ":Europe/Vienna": ("CET", "CEST"),
    "/usr/share/zoneinfo/Asia/Tokyo": ("JST", "JST"),
    "UTC0": ("UTC", "UTC"),
    "": ("UTC", "UTC"),
}.items():
    os.environ["TZ"] = name
    time.tzset()
    assert time.tzname == expected, (name, time.tzname)
for year in (1, 9999):
    time.localtime((year - 1970) * 31_556_952)
print(len(names), "zones")
