from platformdirs import PlatformDirs, user_cache_dir


def example() -> None:
    assert user_cache_dir("App", "Ann").endswith("/App")
    assert PlatformDirs("App", version="1").user_data_dir.endswith("/App/1")
