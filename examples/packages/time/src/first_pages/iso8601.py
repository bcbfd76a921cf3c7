import iso8601


def example() -> None:
    assert iso8601.parse_date("2007-01-25T12:00:00Z").isoformat() == "2007-01-25T12:00:00+00:00"
