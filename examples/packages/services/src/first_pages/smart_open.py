from smart_open import open


def example() -> None:
    with open("/tmp/smart-open.txt.gz", "w") as file:
        file.write("one\ntwo\n")
    with open("/tmp/smart-open.txt.gz") as file:
        assert [line.strip() for line in file] == ["one", "two"]
