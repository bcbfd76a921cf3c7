from markupsafe import Markup, escape


def example() -> None:
    assert escape("<script>") == Markup("&lt;script&gt;")
    assert Markup("<em>%s</em>") % "a & b" == "<em>a &amp; b</em>"
