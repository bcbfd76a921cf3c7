from uritemplate import URITemplate, expand


def example() -> None:
    assert expand("https://example.org{/user}{?q*}", user="ann", q={"a": "1"}) == "https://example.org/ann?a=1"
    assert URITemplate("/{a}/{b}").variable_names == ["a", "b"]
