from diskcache import Cache


def example() -> None:
    with Cache("/tmp/diskcache") as cache:
        cache.set("key", {"a": [1]}, expire=60)
        assert cache["key"] == {"a": [1]}
        assert cache.get("other", 5) == 5
