import validators


def example() -> None:
    assert validators.email("ann@example.org") is True
    assert validators.url("https://example.org/?a=b") is True
    assert not validators.ipv4("127.0.0.256")
