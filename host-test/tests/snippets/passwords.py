"""Keys from passwords, which CPython takes from OpenSSL alone. The vectors are those of RFC 6070 and RFC 7914."""

import hashlib
import hmac

VECTORS = [
    ("sha1", 2, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
    ("sha256", 4096, None, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    ("sha512", 2, 20, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e"),
    ("sha3_256", 2, 40, "4c915baedd1773383e77fcfe38114ca7514010adec24b47290ec170208423f76f876ee35e753a3f7"),
]
for name, iterations, length, expected in VECTORS:
    assert hashlib.pbkdf2_hmac(name, b"password", b"salt", iterations, length).hex() == expected, name
    # The same in Python alone, as for a hash that is not in Rust.
    mac = hmac.new(b"password", b"salt\0\0\0\1", name).digest()
    assert hashlib.pbkdf2_hmac(name, b"password", b"salt", 1) == mac, name

key = hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16, maxmem=2**26)
assert key.hex().startswith("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a388")
try:
    hashlib.scrypt(b"", salt=b"", n=2**20, r=8, p=1, maxmem=2**31 - 1)
except MemoryError:
    pass
else:
    raise AssertionError("takes more memory than there is")
assert {"pbkdf2_hmac", "scrypt"} <= set(hashlib.__all__)
