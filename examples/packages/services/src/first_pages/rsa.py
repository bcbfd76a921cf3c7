import rsa


def example() -> None:
    public, private = rsa.newkeys(512)
    assert rsa.decrypt(rsa.encrypt(b"message", public), private) == b"message"
    assert rsa.verify(b"message", rsa.sign(b"message", private, "SHA-256"), public) == "SHA-256"
