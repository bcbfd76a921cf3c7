from linkify_it import LinkifyIt


def example() -> None:
    found = LinkifyIt().match("See example.com and mail@example.org.")
    assert [match.url for match in found] == ["http://example.com", "mailto:mail@example.org"]
