from kombu import Connection


def example() -> None:
    with Connection("memory://") as connection, connection.SimpleQueue("letters") as queue:
        queue.put({"hello": "Ann"})
        message = queue.get(timeout=1)
        message.ack()
        assert message.payload == {"hello": "Ann"}
