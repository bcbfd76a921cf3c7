"""Requests to others, by way of the host."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from wit.types import Err, Ok

from wasi_py.http import _translate
from wasi_py.http._address import address
from wasi_py.http._headers import Headers
from wasi_py.http._interfaces import interface, poll, types
from wasi_py.http._streams import NotTakenError, Writing, read, write
from wasi_py.http.messages import Body, Response

if TYPE_CHECKING:
    from wit.imports import outgoing_handler
else:
    outgoing_handler = interface("http", "outgoing_handler")

_NANOSECONDS = 1_000_000_000
_WITH_BODY = (types.MethodPost, types.MethodPut, types.MethodPatch)
"""Methods whose requests say how long their body is, even when there is none."""
_Value = TypeVar("_Value")


@dataclass
class Outgoing:
    """A request that is to be sent."""

    method: str
    url: str
    headers: Headers
    body: Body


def fetch(request: Outgoing, timeout: float | None) -> Response:
    """Sends a request, and returns the response as soon as its headers are there."""
    outgoing = _begin(request)
    # A request whose body is not asked for has none, instead of one of unknown length.
    writing = iter(()) if request.body.length == 0 else _while_taken(write(outgoing.body(), request.body))
    try:
        future = outgoing_handler.handle(outgoing, _options(timeout))
    except types.ErrorCodeException as error:
        raise _translate.failure(error.value) from None
    with future, _answer(future, writing) as answer:
        return Response(
            Body(read(answer.consume(), writing)), status=answer.status(), headers=_translate.headers(answer.headers())
        )


def _begin(request: Outgoing) -> types.OutgoingRequest:
    to = address(request.url)
    method = _translate.method(request.method)
    if request.body.length or isinstance(method, _WITH_BODY):
        _translate.set_length(request.headers, request.body)
    outgoing = types.OutgoingRequest(_translate.fields(request.headers.items()))
    _set(outgoing.set_method, method, request.method)
    _set(outgoing.set_scheme, _translate.scheme(to.scheme), request.url)
    _set(outgoing.set_authority, to.authority, request.url)
    _set(outgoing.set_path_with_query, to.target, request.url)
    return outgoing


def _set(setter: Callable[[_Value], None], value: _Value, shown: str) -> None:
    try:
        setter(value)
    except Err:
        raise ValueError(f"no request can have {shown!r}") from None


def _options(timeout: float | None) -> types.RequestOptions | None:
    if timeout is None:
        return None
    if not 0 < timeout < math.inf:
        raise ValueError(f"a timeout is a number of seconds above 0, not {timeout!r}")
    options, duration = types.RequestOptions(), round(timeout * _NANOSECONDS)
    for setter in (options.set_connect_timeout, options.set_first_byte_timeout, options.set_between_bytes_timeout):
        _set(setter, duration, f"a timeout of {timeout} s")
    return options


def _while_taken(writing: Writing) -> Writing:
    """Writes until the other side takes no more: its answer says why."""
    try:
        yield from writing
    except NotTakenError:
        return


def _answer(future: types.FutureIncomingResponse, writing: Iterator[poll.Pollable]) -> types.IncomingResponse:
    """Writes until the response is there, or until all is written, and then waits for it."""
    with future.subscribe() as answered:
        for room in writing:
            poll.poll([room, answered])
            if answered.ready():
                break
        answered.block()
    match future.get():
        case Ok(Ok(answer)):
            return answer
        case Ok(Err(code)):
            raise _translate.failure(code)
        case other:
            raise RuntimeError(f"the host has no response: {other!r}")
