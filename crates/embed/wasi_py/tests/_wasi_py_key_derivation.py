"""The built-in module of the component, by OpenSSL."""

import hashlib

IN_RUST = ("sha1", "sha224", "sha256", "sha384", "sha512")


def pbkdf2_hmac(hash_name: str, password: bytes, salt: bytes, iterations: int, length: int) -> bytes | None:
    return hashlib.pbkdf2_hmac(hash_name, password, salt, iterations, length) if hash_name in IN_RUST else None


def scrypt(password: bytes, salt: bytes, cost: tuple[int, int, int], length: int) -> bytes:
    log_n, r, p = cost
    return hashlib.scrypt(password, salt=salt, n=1 << log_n, r=r, p=p, maxmem=2**30, dklen=length)
