import feedparser

FEED = """<rss version="2.0"><channel><title>News</title>
<item><title>One</title><pubDate>Mon, 01 Apr 2024 10:00:00 GMT</pubDate></item></channel></rss>"""


def example() -> None:
    feed = feedparser.parse(FEED)
    assert (feed.feed.title, feed.entries[0].title) == ("News", "One")
    assert feed.entries[0].published_parsed[:3] == (2024, 4, 1)
