"""The address that a URL leads to, as a request says it."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_HOST = re.compile(r"[\w.~-]+|\[[0-9a-f:.]+\]", re.ASCII | re.IGNORECASE)
_USER = re.compile("//[^/]*@")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = "%!$&'()*+,/:;=?@[]~"
"""What stays as it is beside letters and digits: the rest is encoded, as `requests` does it."""


@dataclass
class Address:
    """The parts of a URL that are sent."""

    scheme: str
    """`http` or `https`."""
    authority: str
    """Host and port."""
    target: str
    """Path and query, encoded."""


def address(url: str) -> Address:
    """Reads the address of a URL. Raises `ValueError` for one that no request can have."""
    if not isinstance(url, str):
        raise TypeError(f"a URL is text, not {type(url).__name__}")
    url = url.strip(" ")
    if _CONTROL.search(url):
        raise ValueError(f"a URL has no control characters, as {_shown(url)} has")
    parts = _split(url)
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    return Address(parts.scheme, _authority(parts, url), (_encoded(parts.path) or "/") + query)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ValueError(f"no request can have {_shown(url)}: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"a URL begins with `http://` or `https://` and a host, not as {_shown(url)}")
    return parts


def _authority(parts: SplitResult, url: str) -> str:
    if "@" in parts.netloc:
        raise ValueError("a URL has no `user:password@`: the header `authorization` says who asks")
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError(f"no request can have {_shown(url)}: {error}") from None
    host = _ascii(parts.netloc.removesuffix(":") if port is None else parts.netloc.rpartition(":")[0], url)
    return host if port is None else f"{host}:{port}"


def _ascii(host: str, url: str) -> str:
    """Encodes a host name as it is asked for: one beyond ASCII is encoded as IDNA 2003 has it."""
    if not host:
        raise ValueError(f"a URL begins with `http://` or `https://` and a host, not as {_shown(url)}")
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"no host can be called {host!r}: {error}") from None
    if not _HOST.fullmatch(name):
        raise ValueError(f"no host can be called {host!r}")
    return name


def _encoded(text: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", text), safe=_KEPT)


def _shown(url: str) -> str:
    """Returns the URL for a message, without the password: messages may be logged."""
    return repr(_USER.sub("//…@", url))
