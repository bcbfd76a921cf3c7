from charset_normalizer import from_bytes


def example() -> None:
    text = "Всеки човек има право на образование. Образованието трябва да бъде безплатно."
    best = from_bytes(text.encode("cp1251")).best()
    assert best is not None
    assert str(best) == text
