from mypy_extensions import mypyc_attr, trait


def example() -> None:
    assert trait(int) is int
    assert mypyc_attr(allow_interpreted_subclasses=True)(str) is str
