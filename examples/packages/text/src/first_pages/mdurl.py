import mdurl


def example() -> None:
    assert mdurl.encode("https://example.org/a b/ü") == "https://example.org/a%20b/%C3%BC"
    assert mdurl.parse("https://example.org:80/a?b=c").port == "80"
