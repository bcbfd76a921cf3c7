import importlib_metadata


def example() -> None:
    assert importlib_metadata.version("importlib-metadata").count(".") >= 1
    assert importlib_metadata.metadata("zipp")["Name"] == "zipp"
