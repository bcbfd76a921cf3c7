from amqp.serialization import dumps, loads


def example() -> None:
    packed = dumps("bsL", [True, "text", 5])
    assert loads("bsL", packed, 0)[0] == [1, "text", 5]
