import six
from six.moves import range as numbers
from six.moves.urllib.parse import urlsplit


def example() -> None:
    assert six.ensure_binary("ä") == b"\xc3\xa4"
    assert list(numbers(2)) == [0, 1]
    assert urlsplit("https://example.org/a").path == "/a"
