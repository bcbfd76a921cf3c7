from rfc3986 import normalize_uri, uri_reference


def example() -> None:
    uri = uri_reference("https://ann@example.org:80/a/../b?c=d#e")
    assert (uri.scheme, uri.host, uri.port, uri.query) == ("https", "example.org", "80", "c=d")
    assert normalize_uri("HTTPS://Example.org/a/../b") == "https://example.org/b"
