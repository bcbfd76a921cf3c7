import tomli_w


def example() -> None:
    assert tomli_w.dumps({"table": {"nested": {}, "val3": 3}, "val1": 1}) == (
        "val1 = 1\n\n[table]\nval3 = 3\n\n[table.nested]\n"
    )
