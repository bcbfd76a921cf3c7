import importlib_resources


def example() -> None:
    assert importlib_resources.files("importlib_resources").joinpath("py.typed").is_file()
