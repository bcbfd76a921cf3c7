from ecdsa import NIST256p, SigningKey


def example() -> None:
    key = SigningKey.generate(curve=NIST256p)
    signature = key.sign(b"message")
    assert key.verifying_key.verify(signature, b"message")
