import dill


def example() -> None:
    add = dill.loads(dill.dumps(lambda one, other: one + other))
    assert add(1, 2) == 3
