import pika


def example() -> None:
    credentials = pika.PlainCredentials("ann", "password")
    parameters = pika.ConnectionParameters("localhost", credentials=credentials)
    assert (parameters.port, parameters.virtual_host) == (5672, "/")
    packed = b"".join(pika.BasicProperties(delivery_mode=2, content_type="text/plain").encode())
    assert b"text/plain" in packed
