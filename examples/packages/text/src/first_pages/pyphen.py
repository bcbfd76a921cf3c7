import pyphen


def example() -> None:
    assert pyphen.Pyphen(lang="en_US").inserted("hyphenation") == "hy-phen-ation"
