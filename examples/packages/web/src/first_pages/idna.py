import idna


def example() -> None:
    assert idna.encode("ドメイン.テスト") == b"xn--eckwd4c7c.xn--zckzah"
    assert idna.decode("xn--eckwd4c7c.xn--zckzah") == "ドメイン.テスト"
