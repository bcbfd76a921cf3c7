from exceptiongroup import ExceptionGroup, catch


def example() -> None:
    caught: list[int] = []
    with catch({ValueError: lambda group: caught.append(len(group.exceptions))}):
        raise ExceptionGroup("several", [ValueError(1), ValueError(2)])
    assert caught == [2]
