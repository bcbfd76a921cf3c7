import backoff


def example() -> None:
    calls: list[int] = []

    @backoff.on_exception(backoff.constant, ValueError, interval=0.001, jitter=None, max_tries=3)
    def works_at_last() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise ValueError("not yet")
        return len(calls)

    assert works_at_last() == 3
