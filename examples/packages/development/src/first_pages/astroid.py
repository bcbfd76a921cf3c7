import astroid


def example() -> None:
    node = astroid.extract_node("x = 1 + 2\nx")
    assert next(node.infer()).value == 3
