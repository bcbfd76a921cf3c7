"""Methods, schemes, headers and errors: WASI has variants and bytes for them, and Python has text."""

import re

from wasi_py.http._headers import Headers
from wasi_py.http._interfaces import streams, types
from wasi_py.http.errors import TransportError
from wasi_py.http.messages import Body

_METHODS: dict[str, types.Method] = {
    "GET": types.MethodGet(),
    "HEAD": types.MethodHead(),
    "POST": types.MethodPost(),
    "PUT": types.MethodPut(),
    "DELETE": types.MethodDelete(),
    "CONNECT": types.MethodConnect(),
    "OPTIONS": types.MethodOptions(),
    "TRACE": types.MethodTrace(),
    "PATCH": types.MethodPatch(),
}
_SCHEMES: dict[str, types.Scheme] = {"http": types.SchemeHttp(), "https": types.SchemeHttps()}
_METHOD_NAMES = {type(method): name for name, method in _METHODS.items()}
_SCHEME_NAMES = {type(scheme): name for name, scheme in _SCHEMES.items()}


def method_name(method: types.Method) -> str:
    """Returns the name, such as `GET`."""
    return method.value if isinstance(method, types.MethodOther) else _METHOD_NAMES[type(method)]


def method(name: str) -> types.Method:
    """Returns the method of that name. Those of HTTP may be written in small letters as well."""
    return _METHODS.get(name.upper()) or types.MethodOther(name)


def scheme_name(scheme: types.Scheme | None) -> str | None:
    """Returns the name, such as `https`."""
    if scheme is None:
        return None
    return scheme.value if isinstance(scheme, types.SchemeOther) else _SCHEME_NAMES[type(scheme)]


def scheme(name: str) -> types.Scheme:
    """Returns the scheme of that name."""
    return _SCHEMES.get(name) or types.SchemeOther(name)


def fields(headers: list[tuple[str, str]]) -> types.Fields:
    """Headers as WASI has them. Raises `ValueError` for one that cannot be sent."""
    entries = [(name, _latin(name, value)) for name, value in headers]
    try:
        return types.Fields.from_list(entries)
    except types.HeaderErrorException as error:
        raise ValueError(_refusal(entries) or f"the headers cannot be sent: {_reason(error)}") from None


def set_length(headers: Headers, body: Body, *, is_sent: bool = True) -> None:
    """Says how long a body is. Raises `ValueError` if the headers have said otherwise of one that is sent."""
    if body.length is None:
        return
    length = str(body.length)
    said = headers.setdefault("content-length", length)
    if is_sent and said != length:
        raise ValueError(f"the header `content-length` is {said!r}, and the body has {body.length} bytes")


def _latin(name: str, value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        raise ValueError(f"the header {name!r} cannot be sent: its value has characters beyond Latin-1") from None


def _refusal(entries: list[tuple[str, bytes]]) -> str | None:
    """Says what is wrong with the first of the headers that cannot be sent, even alone."""
    for name, value in entries:
        try:
            types.Fields.from_list([(name, value)])
        except types.HeaderErrorException as error:
            return f"the header {name!r} cannot be sent: {_reason(error)}"
    return None


def _reason(error: types.HeaderErrorException) -> str:
    return _kebab(error.value, "HeaderError")


def headers(own: types.Fields) -> list[tuple[str, str]]:
    """Returns the headers of a message. Bytes beyond ASCII are kept as Latin-1."""
    with own:
        return [(name, value.decode("latin-1")) for name, value in own.entries()]


def failure(code: types.ErrorCode) -> TransportError:
    """Returns the exception for an `error-code`."""
    return TransportError(_kebab(code, "ErrorCode"), getattr(code, "value", None))


def stream_failure(error: streams.StreamError) -> TransportError:
    """Returns the exception for a body that breaks off."""
    if isinstance(error, streams.StreamErrorClosed):
        return TransportError("connection-terminated")
    with error.value as reason:
        code = types.http_error_code(reason)
        return failure(code) if code else TransportError("internal-error", reason.to_debug_string())


def _kebab(case: object, variant: str) -> str:
    name = type(case).__name__.removeprefix(variant)
    return re.sub(r"\B(?=[A-Z])", "-", name).lower()
