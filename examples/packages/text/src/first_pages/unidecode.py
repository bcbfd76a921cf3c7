from unidecode import unidecode


def example() -> None:
    assert unidecode("kožušček") == "kozuscek"
    assert unidecode("北亰") == "Bei Jing "
