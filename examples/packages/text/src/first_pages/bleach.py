import bleach


def example() -> None:
    assert bleach.clean("an <script>evil()</script> example") == "an &lt;script&gt;evil()&lt;/script&gt; example"
    assert 'href="http://example.org"' in bleach.linkify("see http://example.org")
