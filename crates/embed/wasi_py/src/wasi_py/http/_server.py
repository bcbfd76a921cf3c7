"""Requests from hosts of WASI 0.2, and the answers to them."""

import sys

from wit.types import Ok

from wasi_py.http import _loop
from wasi_py.http._failures import complain, internal_error, origin
from wasi_py.http._handler import Answering
from wasi_py.http._interfaces import translate, types
from wasi_py.http._streams import Arriving, NotTakenError, received_headers, write, write_meanwhile
from wasi_py.http._translate import set_length
from wasi_py.http.messages import DEFAULT_STATUS, WITHOUT_BODY, Body, Request, Response


def answer(app: Answering, incoming: types.IncomingRequest, out: types.ResponseOutparam) -> None:
    """Has an app answer a request.

    Once the headers are on their way, all that an exception can do is to break the body off, by which the client sees
    that it is not whole; its traceback goes to standard error.
    """
    with incoming:
        request = _receive(incoming)
    response = app.respond(request)
    try:
        outgoing, body = _begin(request, response)
    except Exception as error:
        error.add_note(origin(response.handler))
        complain()
        response = internal_error()
        outgoing, body = _begin(request, response)
    types.ResponseOutparam.set(out, Ok(outgoing))
    if request.method != "HEAD":
        # Nobody asks for that body, and finishing it would be refused: it is not as long as the headers say.
        _write(body, response)
    if (finishing := app.finish(request, response)) is not None:
        _loop.run(finishing)


def _write(body: types.OutgoingBody, response: Response) -> None:
    try:
        if response.status not in WITHOUT_BODY and response.body.is_async:
            _loop.run(write_meanwhile(body, response.body))
            return
        for room in write(body, () if response.status in WITHOUT_BODY else response.body):
            room.block()
    except NotTakenError as error:
        print(f"the client has not taken the whole body: {error}", file=sys.stderr)
    except BaseException as error:
        error.add_note(origin(response.handler))
        complain()


def _receive(incoming: types.IncomingRequest) -> Request:
    return Request(
        translate.method_name(incoming.method()),
        incoming.path_with_query() or "/",
        headers=received_headers(incoming.headers()),
        body=Body(Arriving(incoming.consume())),
        scheme=translate.scheme_name(incoming.scheme()),
        authority=incoming.authority(),
    )


def _begin(request: Request, response: Response) -> tuple[types.OutgoingResponse, types.OutgoingBody]:
    if response.status not in WITHOUT_BODY:
        set_length(response.headers, response.body, is_sent=request.method != "HEAD")
    outgoing = types.OutgoingResponse(translate.fields(response.headers.items()))
    if response.status != DEFAULT_STATUS:
        outgoing.set_status_code(response.status)
    return outgoing, outgoing.body()
