from jsonpointer import resolve_pointer, set_pointer


def example() -> None:
    document = {"a": {"b/c": [1, 2]}}
    assert resolve_pointer(document, "/a/b~1c/1") == 2
    assert set_pointer(document, "/a/d", 3, inplace=False)["a"]["d"] == 3
