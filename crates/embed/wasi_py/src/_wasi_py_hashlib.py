"""Keys from passwords, which `hashlib` has from OpenSSL alone. Arguments are refused as CPython refuses them."""

from __future__ import annotations

from operator import index

import _wasi_py_key_derivation as _derivation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

INT_MAX = 2**31 - 1
DEFAULT_MAXMEM = 32 * 2**20
"""OpenSSL's, for `maxmem=0`."""

# What HMAC adds to its key: https://www.rfc-editor.org/rfc/rfc2104.
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))


def adapt(hashlib: Any) -> None:
    """Adds the functions."""
    hashlib.pbkdf2_hmac = pbkdf2_hmac
    hashlib.scrypt = scrypt
    hashlib.__all__ += ("pbkdf2_hmac", "scrypt")


def pbkdf2_hmac(hash_name: str, password: Any, salt: Any, iterations: int, dklen: int | None = None) -> bytes:
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    import hashlib

    if not isinstance(hash_name, str):
        given = type(hash_name).__name__
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {given}")
    password, salt, iterations = _bytes(password), _bytes(salt), index(iterations)
    digest = hashlib.new(hash_name)
    if digest.digest_size == 0:
        raise ValueError(f"unsupported hash type {hash_name}")
    _check_positive("iteration value", iterations)
    length = digest.digest_size if dklen is None else index(dklen)
    _check_positive("key length", length)
    key = _derivation.pbkdf2_hmac(digest.name, password, salt, iterations, length)
    return (
        _pbkdf2(lambda content: hashlib.new(hash_name, content), password, salt, iterations, length)
        if key is None
        else key
    )


def _check_positive(what: str, value: int) -> None:
    if value < 1:
        raise ValueError(f"{what} must be greater than 0.")
    if value > INT_MAX:
        raise OverflowError(f"{what} is too great.")


def _bytes(value: Any) -> bytes:
    try:
        return bytes(memoryview(value))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(value).__name__}'") from None


def _pbkdf2(new: Callable[[bytes], Any], password: bytes, salt: bytes, iterations: int, length: int) -> bytes:
    """With any hash: https://www.rfc-editor.org/rfc/rfc8018#section-5.2."""
    keyed = _keyed_hash(new, password)
    key = b""
    while len(key) < length:
        digest = keyed(salt + (len(key) // new(b"").digest_size + 1).to_bytes(4, "big"))
        block = int.from_bytes(digest, "big")
        for _ in range(iterations - 1):
            digest = keyed(digest)
            block ^= int.from_bytes(digest, "big")
        key += block.to_bytes(len(digest), "big")
    return key[:length]


def _keyed_hash(new: Callable[[bytes], Any], password: bytes) -> Callable[[bytes], bytes]:
    """HMAC, with the password hashed once."""
    block_size = new(b"").block_size
    padded = (new(password).digest() if len(password) > block_size else password).ljust(block_size, b"\0")
    inner = new(padded.translate(_INNER_PAD))
    outer = new(padded.translate(_OUTER_PAD))

    def keyed(content: bytes) -> bytes:
        inside, outside = inner.copy(), outer.copy()
        inside.update(content)
        outside.update(inside.digest())
        return outside.digest()  # type: ignore[no-any-return]

    return keyed


def scrypt(
    password: Any,
    *,
    salt: Any = None,
    n: int | None = None,
    r: int | None = None,
    p: int | None = None,
    maxmem: int = 0,
    dklen: int = 64,
) -> bytes:
    """scrypt password-based key derivation function."""
    password = _bytes(password)
    if salt is None:
        raise TypeError("salt is required")
    salt = _bytes(salt)
    n = _unsigned("n", n)
    if n < 2 or n & (n - 1):
        raise ValueError("n must be a power of 2.")
    r, p = _unsigned("r", r), _unsigned("p", p)
    if not 0 <= index(maxmem) <= INT_MAX:
        raise ValueError(f"maxmem must be positive and smaller than {INT_MAX}")
    if not 1 <= index(dklen) <= INT_MAX:
        raise ValueError(f"dklen must be greater than 0 and smaller than {INT_MAX}")
    # What OpenSSL counts: https://docs.openssl.org/3.0/man7/EVP_KDF-SCRYPT.
    if r == 0 or p == 0 or 128 * r * (p + n + 2) > (maxmem or DEFAULT_MAXMEM):
        raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
    return _derivation.scrypt(password, salt, (n.bit_length() - 1, r, p), dklen)


def _unsigned(name: str, value: int | None) -> int:
    if value is None or not isinstance(value, int):
        raise TypeError(f"{name} is required and must be an unsigned int")
    if not 0 <= value < 2**32:
        raise TypeError(f"{name} is required and must be an unsigned int")
    return value
