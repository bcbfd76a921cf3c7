"""Requests to others, as both versions of `wasi:http` have them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from wit.types import Err

from wasi_py.http._address import address
from wasi_py.http._headers import Headers
from wasi_py.http._translate import Translation, set_length
from wasi_py.http.messages import Body

_NANOSECONDS = 1_000_000_000
_WITH_BODY = ("POST", "PUT", "PATCH")
"""Methods whose requests say how long their body is, even when there is none."""
_Value = TypeVar("_Value")


@dataclass
class Outgoing:
    """A request that is to be sent."""

    method: str
    url: str
    headers: Headers
    body: Body
    timeout: float | None
    """In seconds: for the connection, for the first byte, and for each pause."""

    def fields(self, translate: Translation) -> Any:
        """Returns the headers."""
        if self.body.length or self.method.upper() in _WITH_BODY:
            set_length(self.headers, self.body)
        return translate.fields(self.headers.items())

    def describe(self, outgoing: Any, translate: Translation) -> None:
        """Sets what a request of WASI says of itself. Raises `ValueError` for what none can say."""
        to = address(self.url)
        _set(outgoing.set_method, translate.method(self.method), self.method)
        _set(outgoing.set_scheme, translate.scheme(to.scheme), self.url)
        _set(outgoing.set_authority, to.authority, self.url)
        _set(outgoing.set_path_with_query, to.target, self.url)

    def options(self, types: Any) -> Any:
        """Returns the options. Raises `ValueError` for a timeout that is none."""
        if self.timeout is None:
            return None
        if not 0 < self.timeout < math.inf:
            raise ValueError(f"a timeout is a number of seconds above 0, not {self.timeout!r}")
        options, duration = types.RequestOptions(), round(self.timeout * _NANOSECONDS)
        for setter in (options.set_connect_timeout, options.set_first_byte_timeout, options.set_between_bytes_timeout):
            _set(setter, duration, f"a timeout of {self.timeout} s")
        return options


def _set(setter: Callable[[_Value], None], value: _Value, shown: str) -> None:
    try:
        setter(value)
    except Err:
        raise ValueError(f"no request can have {shown!r}") from None
