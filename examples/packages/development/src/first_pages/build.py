from build import ProjectBuilder, check_dependency


def example() -> None:
    assert list(check_dependency("packaging")) == []
    assert ProjectBuilder is not None
