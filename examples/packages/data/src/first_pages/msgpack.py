import msgpack


def example() -> None:
    assert msgpack.packb([1, 2, 3]) == b"\x93\x01\x02\x03"
    assert msgpack.unpackb(msgpack.packb({"a": [b"b", None]})) == {"a": [b"b", None]}
