from yarl import URL


def example() -> None:
    url = URL("https://example.org/path/to?a=1#end")
    assert (url.host, url.path, url.query["a"]) == ("example.org", "/path/to", "1")
    assert str(url.parent / "other" % {"b": "ä"}) == "https://example.org/path/other?b=%C3%A4"
