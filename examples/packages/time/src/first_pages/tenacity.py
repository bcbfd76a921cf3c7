from tenacity import RetryError, retry, stop_after_attempt, wait_fixed


def example() -> None:
    calls: list[int] = []

    @retry(stop=stop_after_attempt(3), wait=wait_fixed(0.001))
    def fails() -> None:
        calls.append(1)
        raise OSError("never")

    try:
        fails()
    except RetryError:
        assert len(calls) == 3
    else:
        raise AssertionError("it has not failed")
