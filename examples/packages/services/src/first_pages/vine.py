from vine import promise


def example() -> None:
    heard: list[int] = []
    ready = promise()
    ready.then(promise(heard.append))
    ready(5)
    assert heard == [5]
