"""Keys from passwords, beside those that OpenSSL makes."""

import hashlib
from typing import Any

import pytest

import _wasi_py_hashlib as ours


@pytest.mark.parametrize("name", ["sha256", "SHA256", "md5", "sha3_256", "blake2b", "blake2s"])
@pytest.mark.parametrize("password", [b"", b"password", b"long" * 100])
@pytest.mark.parametrize("length", [None, 1, 64, 65, 200])
def test_pbkdf2_is_openssls(name: str, password: bytes, length: int | None) -> None:
    expected = hashlib.pbkdf2_hmac(name, password, b"salt", 3, length)
    assert ours.pbkdf2_hmac(name, bytearray(password), memoryview(b"salt"), iterations=3, dklen=length) == expected


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("nope", b"", b"", 1), ValueError("unsupported hash type nope")),
        (("shake_128", b"", b"", 1, 10), ValueError("unsupported hash type shake_128")),
        ((b"md5", b"", b"", 1), TypeError("pbkdf2_hmac() argument 'hash_name' must be str, not bytes")),
        (("md5", "text", b"", 1), TypeError("a bytes-like object is required, not 'str'")),
        (("md5", b"", b"", "1"), TypeError("'str' object cannot be interpreted as an integer")),
        (("md5", b"", b"", 0), ValueError("iteration value must be greater than 0.")),
        (("md5", b"", b"", 2**31), OverflowError("iteration value is too great.")),
        (("md5", b"", b"", 1, 0), ValueError("key length must be greater than 0.")),
        (("md5", b"", b"", 1, 2**31), OverflowError("key length is too great.")),
    ],
)
def test_pbkdf2_refuses_as_cpython(arguments: tuple[Any, ...], error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        ours.pbkdf2_hmac(*arguments)
    assert str(caught.value) == str(error)


@pytest.mark.parametrize(("n", "r", "p"), [(2, 1, 1), (16, 8, 1), (64, 2, 3)])
def test_scrypt_is_openssls(n: int, r: int, p: int) -> None:
    expected = hashlib.scrypt(b"password", salt=b"salt", n=n, r=r, p=p)
    assert ours.scrypt(b"password", salt=b"salt", n=n, r=r, p=p) == expected


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"salt": b""},
        {"salt": b"", "n": -2, "r": 1, "p": 1},
        {"salt": b"", "n": 3, "r": 1, "p": 1},
        {"salt": b"", "n": 2, "p": 1},
        {"salt": b"", "n": 2, "r": 1},
        {"salt": b"", "n": 2, "r": 0, "p": 1},
        {"salt": b"", "n": 2, "r": 1, "p": 0},
        {"salt": b"", "n": 2, "r": 1, "p": 1, "maxmem": -1},
        {"salt": b"", "n": 2, "r": 1, "p": 1, "dklen": 0},
        {"salt": b"", "n": 2**15, "r": 8, "p": 1},
        {"salt": b"", "n": 2**14, "r": 8, "p": 1, "maxmem": 2**20},
        {"salt": "text", "n": 2, "r": 1, "p": 1},
    ],
)
def test_scrypt_refuses_as_cpython(given: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)) as expected:
        hashlib.scrypt(b"", **given)
    with pytest.raises(expected.type) as caught:
        ours.scrypt(b"", **given)
    if "digital envelope" not in str(expected.value):
        assert str(caught.value) == str(expected.value)


def test_scrypt_of_the_size_that_is_just_allowed() -> None:
    assert len(ours.scrypt(b"", salt=b"", n=2**14, r=8, p=1, dklen=10)) == 10
