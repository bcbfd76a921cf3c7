from semantic_version import SimpleSpec, Version


def example() -> None:
    assert SimpleSpec(">=0.1.0,<0.4.0").select([Version("0.2.1"), Version("0.3.0"), Version("0.4.0")]) == Version(
        "0.3.0"
    )
