"""Regular expressions over a log."""

import re

LINE = re.compile(
    r"(?P<host>\d+(?:\.\d+){3}) - (?P<user>\w+|-) \"(?P<verb>GET|POST) (?P<path>[^ \"]+)\" (?P<code>\d{3})"
)
LOG = "\n".join(
    f"10.0.{index % 256}.{index % 97} - {'-' if index % 3 else 'jane'} "
    f'"{"POST" if index % 5 == 0 else "GET"} /people/{index}?tag=student" {200 + index % 5}'
    for index in range(12_000)
)


def run() -> int:
    checksum = 0
    for match in LINE.finditer(LOG):
        checksum += int(match["code"]) + len(match["path"])
    return checksum + len(re.sub(r"\d+", "#", LOG))
