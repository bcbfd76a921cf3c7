"""Requests from the host, and the answers to them."""

import sys
from collections.abc import Callable

from wit.types import Ok

from wasi_py.http import _translate
from wasi_py.http._failures import complain, internal_error, origin
from wasi_py.http._interfaces import types
from wasi_py.http._streams import NotTakenError, read, write
from wasi_py.http.messages import DEFAULT_STATUS, WITHOUT_BODY, Body, Request, Response


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
        outgoing, body = _begin(request, response)
    except Exception as error:
        error.add_note(origin(response.handler))
        complain()
        response = internal_error()
        outgoing, body = _begin(request, response)
    types.ResponseOutparam.set(out, Ok(outgoing))
    if request.method == "HEAD":
        # Nobody asks for the body, and finishing it would be refused: it is not as long as the headers say.
        return
    try:
        for room in write(body, () if response.status in WITHOUT_BODY else response.body):
            room.block()
    except NotTakenError as error:
        print(f"the client has not taken the whole body: {error}", file=sys.stderr)
    except BaseException as error:
        error.add_note(origin(response.handler))
        complain()


def _receive(incoming: types.IncomingRequest) -> Request:
    return Request(
        _translate.method_name(incoming.method()),
        incoming.path_with_query() or "/",
        headers=_translate.headers(incoming.headers()),
        body=Body(read(incoming.consume())),
        scheme=_translate.scheme_name(incoming.scheme()),
        authority=incoming.authority(),
    )


def _begin(request: Request, response: Response) -> tuple[types.OutgoingResponse, types.OutgoingBody]:
    if response.status not in WITHOUT_BODY:
        _translate.set_length(response.headers, response.body, is_sent=request.method != "HEAD")
    outgoing = types.OutgoingResponse(_translate.fields(response.headers.items()))
    if response.status != DEFAULT_STATUS:
        outgoing.set_status_code(response.status)
    return outgoing, outgoing.body()
