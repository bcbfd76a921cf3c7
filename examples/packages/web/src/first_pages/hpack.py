from hpack import Decoder, Encoder


def example() -> None:
    headers = [(":method", "GET"), ("user-agent", "Ann")]
    packed = Encoder().encode(headers)
    assert len(packed) < 20
    assert [(str(name), str(value)) for name, value in Decoder().decode(packed)] == headers
