import webencodings


def example() -> None:
    assert webencodings.lookup("latin1").name == "windows-1252"
    assert webencodings.decode(b"\xef\xbb\xbf\xc3\xa9", "latin1")[0] == "é"
