from trove_classifiers import classifiers, deprecated_classifiers


def example() -> None:
    assert "Programming Language :: Python :: 3.13" in classifiers
    assert isinstance(deprecated_classifiers, dict)
