from identify import identify


def example() -> None:
    assert identify.tags_from_filename("setup.py") == {"text", "python"}
    assert identify.tags_from_interpreter("bash") == {"shell", "bash"}
