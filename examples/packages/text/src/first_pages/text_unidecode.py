from text_unidecode import unidecode


def example() -> None:
    assert unidecode("какой-то текст") == "kakoi-to tekst"
