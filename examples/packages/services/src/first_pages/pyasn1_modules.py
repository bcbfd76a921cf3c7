from pyasn1.codec.der.encoder import encode
from pyasn1_modules import rfc2459


def example() -> None:
    extension = rfc2459.BasicConstraints()
    extension["cA"] = True
    assert encode(extension) == b"0\x03\x01\x01\xff"
