from configobj import ConfigObj


def example() -> None:
    settings = ConfigObj(["a = 1", "[section]", "b = x, y"])
    assert settings["a"] == "1"
    assert settings["section"]["b"] == ["x", "y"]
