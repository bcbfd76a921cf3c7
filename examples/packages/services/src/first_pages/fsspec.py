import fsspec


def example() -> None:
    with fsspec.open("memory://folder/file.txt", "w") as file:
        file.write("text")
    assert fsspec.filesystem("memory").cat("/folder/file.txt") == b"text"
    with fsspec.open("/tmp/fsspec.txt.gz", "wt", compression="gzip") as file:
        file.write("packed")
    with fsspec.open("/tmp/fsspec.txt.gz", "rt", compression="infer") as file:
        assert file.read() == "packed"
