"""What CPython's `ssl` is made of, without TLS: contexts can be made and set up, and raise where one would be used.

Programs make a context long before they know whether they need one: HTTP clients do as they are made.
"""

import os
from typing import Any, NoReturn

from _wasi_py_importer import STAND_INS

# Callers want a version that they know; there is none.
OPENSSL_VERSION = "OpenSSL 3.0.0 (not part of the component)"
OPENSSL_VERSION_INFO = _OPENSSL_API_VERSION = (3, 0, 0, 0, 0)
OPENSSL_VERSION_NUMBER = 0x30000000
_DEFAULT_CIPHERS = "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"

HAS_SNI = HAS_ECDH = HAS_ALPN = HAS_TLSv1_2 = HAS_TLSv1_3 = True
HAS_NPN = HAS_PSK = HAS_SSLv2 = HAS_SSLv3 = HAS_TLSv1 = HAS_TLSv1_1 = HAS_TLS_UNIQUE = False

PROTOCOL_TLS = PROTOCOL_SSLv23 = 2
PROTOCOL_TLSv1, PROTOCOL_TLSv1_1, PROTOCOL_TLSv1_2, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = 3, 4, 5, 16, 17
PROTO_MINIMUM_SUPPORTED, PROTO_MAXIMUM_SUPPORTED = -2, -1
PROTO_SSLv3, PROTO_TLSv1, PROTO_TLSv1_1, PROTO_TLSv1_2, PROTO_TLSv1_3 = range(0x300, 0x305)
CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = 0, 1, 2
ENCODING_PEM, ENCODING_DER = 1, 2
VERIFY_DEFAULT, VERIFY_CRL_CHECK_LEAF, VERIFY_CRL_CHECK_CHAIN, VERIFY_X509_STRICT = 0, 0x4, 0xC, 0x20
VERIFY_ALLOW_PROXY_CERTS, VERIFY_X509_TRUSTED_FIRST, VERIFY_X509_PARTIAL_CHAIN = 0x40, 0x8000, 0x80000
HOSTFLAG_ALWAYS_CHECK_SUBJECT, HOSTFLAG_NO_WILDCARDS, HOSTFLAG_NO_PARTIAL_WILDCARDS = 0x1, 0x2, 0x4
HOSTFLAG_MULTI_LABEL_WILDCARDS, HOSTFLAG_SINGLE_LABEL_SUBDOMAINS, HOSTFLAG_NEVER_CHECK_SUBJECT = 0x8, 0x10, 0x20

OP_LEGACY_SERVER_CONNECT, OP_ENABLE_KTLS, OP_IGNORE_UNEXPECTED_EOF, OP_NO_TICKET = 1 << 2, 1 << 3, 1 << 7, 1 << 14
OP_NO_COMPRESSION, OP_ENABLE_MIDDLEBOX_COMPAT, OP_CIPHER_SERVER_PREFERENCE = 1 << 17, 1 << 20, 1 << 22
OP_NO_SSLv3, OP_NO_TLSv1, OP_NO_TLSv1_2, OP_NO_TLSv1_1, OP_NO_TLSv1_3, OP_NO_RENEGOTIATION = (
    1 << shift for shift in range(25, 31)
)
OP_NO_SSLv2 = OP_SINGLE_DH_USE = OP_SINGLE_ECDH_USE = 0
OP_ALL = 0x80000050

SSL_ERROR_SSL, SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE, SSL_ERROR_WANT_X509_LOOKUP, SSL_ERROR_SYSCALL = range(1, 6)
SSL_ERROR_ZERO_RETURN, SSL_ERROR_WANT_CONNECT, SSL_ERROR_EOF, SSL_ERROR_INVALID_ERROR_CODE = 6, 7, 8, 10

ALERT_DESCRIPTION_CLOSE_NOTIFY, ALERT_DESCRIPTION_UNEXPECTED_MESSAGE, ALERT_DESCRIPTION_BAD_RECORD_MAC = 0, 10, 20
ALERT_DESCRIPTION_RECORD_OVERFLOW, ALERT_DESCRIPTION_DECOMPRESSION_FAILURE = 22, 30
ALERT_DESCRIPTION_HANDSHAKE_FAILURE, ALERT_DESCRIPTION_BAD_CERTIFICATE = 40, 42
ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE, ALERT_DESCRIPTION_CERTIFICATE_REVOKED = 43, 44
ALERT_DESCRIPTION_CERTIFICATE_EXPIRED, ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN = 45, 46
ALERT_DESCRIPTION_ILLEGAL_PARAMETER, ALERT_DESCRIPTION_UNKNOWN_CA, ALERT_DESCRIPTION_ACCESS_DENIED = 47, 48, 49
ALERT_DESCRIPTION_DECODE_ERROR, ALERT_DESCRIPTION_DECRYPT_ERROR, ALERT_DESCRIPTION_PROTOCOL_VERSION = 50, 51, 70
ALERT_DESCRIPTION_INSUFFICIENT_SECURITY, ALERT_DESCRIPTION_INTERNAL_ERROR = 71, 80
ALERT_DESCRIPTION_USER_CANCELLED, ALERT_DESCRIPTION_NO_RENEGOTIATION = 90, 100
ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION, ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE = 110, 111
ALERT_DESCRIPTION_UNRECOGNIZED_NAME, ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE = 112, 113
ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE, ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY = 114, 115

_SERVER_AUTH = (129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1")
_CLIENT_AUTH = (130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2")


class SSLError(OSError):
    """TLS cannot be had, and why."""

    library: str | None = None
    reason: str | None = None

    def __str__(self) -> str:
        return self.strerror if isinstance(self.strerror, str) else super().__str__()


class SSLZeroReturnError(SSLError): ...


class SSLWantReadError(SSLError): ...


class SSLWantWriteError(SSLError): ...


class SSLSyscallError(SSLError): ...


class SSLEOFError(SSLError): ...


class SSLCertVerificationError(SSLError, ValueError): ...


class SSLSession:
    """A session to resume: there never is one."""


class Certificate:
    """A certificate that a peer has shown: there never is one."""


def _refuse() -> NoReturn:
    raise SSLError(SSL_ERROR_SSL, STAND_INS["_ssl"])


class _SSLContext:
    """Settings, and functions that raise when TLS begins."""

    # `ssl` sets these through the descriptors of this class.
    __slots__ = (
        "_authorities",
        "_check_hostname",
        "_host_flags",
        "_msg_callback",
        "_protocol",
        "_verify_mode",
        "keylog_filename",
        "maximum_version",
        "minimum_version",
        "num_tickets",
        "options",
        "post_handshake_auth",
        "sni_callback",
        "verify_flags",
    )
    _authorities: list[Any]
    """Files that say whom to trust: who asks the host for TLS has to know that it reads none of them."""
    _check_hostname: bool
    _host_flags: int
    _msg_callback: Any
    _protocol: int
    _verify_mode: int
    keylog_filename: str | None
    maximum_version: int
    minimum_version: int
    num_tickets: int
    options: int
    post_handshake_auth: bool
    sni_callback: Any
    verify_flags: int
    security_level = 2

    def __new__(cls, protocol: int) -> "_SSLContext":
        self = super().__new__(cls)
        is_client = protocol == PROTOCOL_TLS_CLIENT
        self._authorities = []
        self._protocol = protocol
        self._check_hostname = is_client
        self._verify_mode = CERT_REQUIRED if is_client else CERT_NONE
        self._host_flags = HOSTFLAG_NO_PARTIAL_WILDCARDS
        self._msg_callback = self.keylog_filename = self.sni_callback = None
        self.minimum_version, self.maximum_version = PROTO_TLSv1_2, PROTO_MAXIMUM_SUPPORTED
        self.num_tickets = 2
        self.options = OP_ALL | OP_NO_SSLv3 | OP_NO_COMPRESSION | OP_ENABLE_MIDDLEBOX_COMPAT
        self.post_handshake_auth = False
        self.verify_flags = VERIFY_X509_TRUSTED_FIRST
        return self

    @property
    def protocol(self) -> int:
        return self._protocol

    @property
    def check_hostname(self) -> bool:
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value: bool) -> None:
        self._check_hostname = bool(value)
        if value and self._verify_mode == CERT_NONE:
            self._verify_mode = CERT_REQUIRED

    @property
    def verify_mode(self) -> int:
        return self._verify_mode

    @verify_mode.setter
    def verify_mode(self, value: int) -> None:
        if value == CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        if value not in (CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED):
            raise ValueError("invalid value for verify_mode")
        self._verify_mode = value

    def set_ciphers(self, ciphers: str, /) -> None: ...
    def set_ecdh_curve(self, name: str, /) -> None: ...
    def set_default_verify_paths(self) -> None: ...
    def _set_alpn_protocols(self, protocols: Any, /) -> None: ...
    def set_psk_client_callback(self, callback: Any) -> None: ...
    def set_psk_server_callback(self, callback: Any, identity_hint: str | None = None) -> None: ...

    def load_verify_locations(self, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        self._authorities += [path for path in (cafile, capath) if path is not None]
        if cadata:
            self._authorities.append("cadata")

    def get_ciphers(self) -> list[dict[str, Any]]:
        return []

    def get_ca_certs(self, binary_form: bool = False) -> list[Any]:
        return []

    def cert_store_stats(self) -> dict[str, int]:
        return {"x509": 0, "crl": 0, "x509_ca": 0}

    def session_stats(self) -> dict[str, int]:
        return {}

    def load_cert_chain(self, certfile: Any, keyfile: Any = None, password: Any = None) -> None:
        _refuse()

    def load_dh_params(self, path: Any, /) -> None:
        _refuse()

    def _wrap_socket(self, *_: object, **__: object) -> Any:
        _refuse()

    def _wrap_bio(self, *_: object, **__: object) -> Any:
        _refuse()


class MemoryBIO:
    """A queue of bytes."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._is_at_end = False

    @property
    def pending(self) -> int:
        return len(self._content)

    @property
    def eof(self) -> bool:
        return self._is_at_end and not self._content

    def read(self, size: int = -1, /) -> bytes:
        count = len(self._content) if size < 0 else size
        read = bytes(self._content[:count])
        del self._content[:count]
        return read

    def write(self, content: Any, /) -> int:
        if self._is_at_end:
            raise SSLError(None, "cannot write() after write_eof()")
        self._content += content
        return len(content)

    def write_eof(self) -> None:
        self._is_at_end = True


def txt2obj(txt: str, name: bool = False) -> tuple[int, str, str, str]:
    for known in (_SERVER_AUTH, _CLIENT_AUTH):
        if txt == known[3] or (name and txt in known[1:3]):
            return known
    raise ValueError(f"unknown object '{txt}'")


def nid2obj(nid: int, /) -> tuple[int, str, str, str]:
    for known in (_SERVER_AUTH, _CLIENT_AUTH):
        if nid == known[0]:
            return known
    raise ValueError(f"unknown NID {nid}")


def get_default_verify_paths() -> tuple[str, str, str, str]:
    return ("SSL_CERT_FILE", "/etc/ssl/cert.pem", "SSL_CERT_DIR", "/etc/ssl/certs")


def RAND_status() -> bool:  # noqa: N802 (its name in CPython)
    return True


def RAND_add(text: Any, entropy: float, /) -> None: ...  # noqa: N802 (its name in CPython)


def RAND_bytes(count: int, /) -> bytes:  # noqa: N802 (its name in CPython)
    return os.urandom(count)


def _test_decode_cert(path: Any, /) -> dict[str, Any]:
    _refuse()
