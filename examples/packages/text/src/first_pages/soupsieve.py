import soupsieve
from bs4 import BeautifulSoup


def example() -> None:
    soup = BeautifulSoup("<div><!-- a --><p class='b'>Cat</p><p>Dog</p></div>", "html.parser")
    assert [found.text for found in soupsieve.select("p:is(.b, .c)", soup)] == ["Cat"]
    assert soupsieve.select_one("div > p:nth-of-type(2)", soup).text == "Dog"
