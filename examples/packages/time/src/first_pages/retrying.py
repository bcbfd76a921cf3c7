from retrying import retry


def example() -> None:
    calls: list[int] = []

    @retry(stop_max_attempt_number=3, wait_fixed=1)
    def works_at_last() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise OSError("not yet")
        return len(calls)

    assert works_at_last() == 3
