import html5lib


def example() -> None:
    document = html5lib.parse("<p>Hello <b>World", namespaceHTMLElements=False)
    assert document.find("body/p/b").text == "World"
