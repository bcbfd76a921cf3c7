import chardet


def example() -> None:
    text = "Наследник московских князей, он был признан государем всея Руси. " * 4
    found = chardet.detect(text.encode("koi8-r"))
    assert text.encode("koi8-r").decode(found["encoding"]) == text
    assert chardet.detect("Grüße".encode())["encoding"].lower() == "utf-8"
