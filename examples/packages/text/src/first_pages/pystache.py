import pystache


def example() -> None:
    assert pystache.render("Hi {{person}}!", {"person": "<Ann>"}) == "Hi &lt;Ann&gt;!"
