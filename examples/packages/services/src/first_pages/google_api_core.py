from google.api_core import exceptions, path_template, retry


def example() -> None:
    assert path_template.expand("users/*/messages/*", "ann", "5") == "users/ann/messages/5"
    assert exceptions.from_http_status(404, "gone").code == 404
    calls: list[int] = []

    @retry.Retry(predicate=retry.if_exception_type(ValueError), initial=0.001)
    def works_at_last() -> int:
        calls.append(1)
        if len(calls) < 2:
            raise ValueError("not yet")
        return len(calls)

    assert works_at_last() == 2
