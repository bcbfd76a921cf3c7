import webcolors


def example() -> None:
    assert webcolors.hex_to_name("#daa520") == "goldenrod"
    assert webcolors.name_to_rgb("navy") == (0, 0, 128)
