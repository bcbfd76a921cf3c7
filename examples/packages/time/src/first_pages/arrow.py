import arrow


def example() -> None:
    moment = arrow.get("2024-03-30T21:23:58+00:00")
    assert moment.shift(hours=-1).to("US/Pacific").format("YYYY-MM-DD HH:mm ZZ") == "2024-03-30 13:23 -07:00"
    assert moment.humanize(moment.shift(hours=2), locale="ko-kr") == "2시간 전"
