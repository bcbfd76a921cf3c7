from bs4 import BeautifulSoup

PAGE = '<p class="title"><b>A story</b></p><p><a href="/one">One</a> and <a href="/two">two</a>'


def example() -> None:
    soup = BeautifulSoup(PAGE, "html.parser")
    assert soup.b.string == "A story"
    assert [link["href"] for link in soup.find_all("a")] == ["/one", "/two"]
    assert soup.select_one("p.title").get_text() == "A story"
