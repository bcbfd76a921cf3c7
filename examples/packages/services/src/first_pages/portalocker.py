import portalocker


def example() -> None:
    with portalocker.Lock("/tmp/portalocker", "w", timeout=1) as file:
        file.write("text")
    with open("/tmp/portalocker", encoding="utf-8") as file:
        assert file.read() == "text"
