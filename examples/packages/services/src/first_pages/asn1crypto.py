from asn1crypto.core import Integer, OctetString, Sequence


class Pair(Sequence):
    _fields = [("number", Integer), ("text", OctetString)]  # noqa: RUF012


def example() -> None:
    packed = Pair({"number": 5, "text": b"ab"}).dump()
    assert packed == b"\x30\x07\x02\x01\x05\x04\x02ab"
    assert Pair.load(packed)["number"].native == 5
