import appdirs


def example() -> None:
    assert appdirs.user_data_dir("App", "Ann").endswith("/App")
