import coloredlogs


def example() -> None:
    assert coloredlogs.parse_encoded_styles("info=blue,bold")["info"] == {"color": "blue", "bold": True}
