"""Requests from the host, and the answers to them."""

import sys
from collections.abc import Callable

from wit.types import Ok

from wasi_py.http import _words
from wasi_py.http._interfaces import types
from wasi_py.http._streams import NotTakenError, read, write
from wasi_py.http.app import complain, internal_error
from wasi_py.http.messages import Request, Response

_NO_BODY = (204, 304)
"""Statuses that come without a body."""


def answer(
    respond: Callable[[Request], Response], incoming: types.IncomingRequest, out: types.ResponseOutparam
) -> None:
    """Has `respond` answer a request.

    Once the headers are on their way, all that an exception can do is to break the body off, by which the client sees
    that it is not whole; its traceback goes to standard error.
    """
    with incoming:
        request = _receive(incoming)
    response = respond(request)
    try:
        outgoing = _begin(response)
    except Exception:
        complain()
        response = internal_error()
        outgoing = _begin(response)
    body = outgoing.body()
    types.ResponseOutparam.set(out, Ok(outgoing))
    if request.method == "HEAD":
        # Nobody asks for the body, and finishing it would be refused: it is not as long as the headers say.
        return
    try:
        for room in write(body, () if response.status in _NO_BODY else response.body):
            room.block()
    except NotTakenError as error:
        print(f"the client has not taken the whole body: {error}", file=sys.stderr)
    except Exception:
        complain()


def _receive(incoming: types.IncomingRequest) -> Request:
    return Request(
        _words.method_name(incoming.method()),
        incoming.path_with_query() or "/",
        headers=_words.headers(incoming.headers()),
        body=read(incoming.consume()),
        scheme=_words.scheme_name(incoming.scheme()),
        authority=incoming.authority(),
    )


def _begin(response: Response) -> types.OutgoingResponse:
    length = response.body.length
    if length is not None and response.status not in _NO_BODY:
        response.headers.setdefault("content-length", str(length))
    outgoing = types.OutgoingResponse(_words.fields(response.headers))
    outgoing.set_status_code(response.status)
    return outgoing
