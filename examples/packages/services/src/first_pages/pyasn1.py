from pyasn1.codec.der.decoder import decode
from pyasn1.codec.der.encoder import encode
from pyasn1.type import namedtype, univ


class Record(univ.Sequence):
    componentType = namedtype.NamedTypes(  # noqa: N815
        namedtype.NamedType("id", univ.Integer()), namedtype.OptionalNamedType("room", univ.Integer())
    )


def example() -> None:
    record = Record()
    record["id"] = 123
    packed = encode(record)
    assert packed == b"0\x03\x02\x01{"
    assert decode(packed, asn1Spec=Record())[0]["id"] == 123
