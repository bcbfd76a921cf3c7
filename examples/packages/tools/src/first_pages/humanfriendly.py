import humanfriendly


def example() -> None:
    assert humanfriendly.format_size(1_500_000) == "1.5 MB"
    assert humanfriendly.parse_size("5 KB") == 5000
    assert humanfriendly.format_timespan(3661) == "1 hour, 1 minute and 1 second"
