"""Methods, schemes, headers and errors: WASI has variants and bytes for them, and Python has text."""

import re
from typing import Any

from wasi_py.http._headers import Headers
from wasi_py.http.errors import TransportError
from wasi_py.http.messages import Body

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")
_SCHEMES = ("http", "https")


class Translation:
    """Between Python and one version of the interface `types` of `wasi:http`."""

    def __init__(self, types: Any) -> None:
        self._types = types
        self._methods = {name: getattr(types, f"Method{name.capitalize()}")() for name in _METHODS}
        self._schemes = {name: getattr(types, f"Scheme{name.capitalize()}")() for name in _SCHEMES}
        self._method_names = {type(method): name for name, method in self._methods.items()}
        self._scheme_names = {type(scheme): name for name, scheme in self._schemes.items()}

    def method_name(self, method: Any) -> str:
        """Returns the name, such as `GET`."""
        name = self._method_names.get(type(method))
        return str(method.value) if name is None else name

    def method(self, name: str) -> Any:
        """Returns the method of that name. Those of HTTP may be written in small letters as well."""
        return self._methods.get(name.upper()) or self._types.MethodOther(name)

    def scheme_name(self, scheme: Any) -> str | None:
        """Returns the name, such as `https`."""
        if scheme is None:
            return None
        name = self._scheme_names.get(type(scheme))
        return str(scheme.value) if name is None else name

    def scheme(self, name: str) -> Any:
        """Returns the scheme of that name."""
        return self._schemes.get(name) or self._types.SchemeOther(name)

    def fields(self, headers: list[tuple[str, str]]) -> Any:
        """Headers as WASI has them. Raises `ValueError` for one that cannot be sent."""
        entries = [(name, _latin(name, value)) for name, value in headers]
        try:
            return self._types.Fields.from_list(entries)
        except self._types.HeaderErrorException as error:
            raise ValueError(self._refusal(entries) or f"the headers cannot be sent: {_reason(error)}") from None

    def _refusal(self, entries: list[tuple[str, bytes]]) -> str | None:
        """Says what is wrong with the first of the headers that cannot be sent, even alone."""
        for name, value in entries:
            try:
                self._types.Fields.from_list([(name, value)])
            except self._types.HeaderErrorException as error:
                return f"the header {name!r} cannot be sent: {_reason(error)}"
        return None


def set_length(headers: Headers, body: Body, *, is_sent: bool = True) -> None:
    """Says how long a body is. Raises `ValueError` if the headers have said otherwise of one that is sent."""
    if body.length is None:
        return
    length = str(body.length)
    said = headers.setdefault("content-length", length)
    if is_sent and said != length:
        raise ValueError(f"the header `content-length` is {said!r}, and the body has {body.length} bytes")


def texts(entries: list[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Returns the headers of a message. Bytes beyond ASCII are kept as Latin-1."""
    return [(name, value.decode("latin-1")) for name, value in entries]


def failure(code: Any) -> TransportError:
    """Returns the exception for an `error-code`."""
    return TransportError(_kebab(code, "ErrorCode"), getattr(code, "value", None))


def _latin(name: str, value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError(f"the header {name!r} cannot be sent: its value has characters beyond Latin-1") from None


def _reason(error: Any) -> str:
    return _kebab(error.value, "HeaderError")


def _kebab(case: object, variant: str) -> str:
    name = type(case).__name__.removeprefix(variant)
    return re.sub(r"\B(?=[A-Z])", "-", name).lower()
