import filetype


def example() -> None:
    assert filetype.guess(b"\x89PNG\r\n\x1a\n" + bytes(300)).mime == "image/png"
    assert filetype.guess(b"text") is None
