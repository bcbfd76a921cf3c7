import narwhals as nw


def example() -> None:
    assert nw.Int64() == nw.Int64
    assert nw.Schema({"a": nw.Int64(), "b": nw.String()}).names() == ["a", "b"]
