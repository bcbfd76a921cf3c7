"""Requests from hosts of WASI 0.3, and the answers to them: many at a time, as tasks of one event loop."""

import sys
from typing import Any

import _wasi_py_loop
from wasi_py import snapshot
from wasi_py.http._failures import complain, internal_error, origin
from wasi_py.http._handler import Answering
from wasi_py.http._headers import Headers
from wasi_py.http._service.bodies import Arriving, Sending
from wasi_py.http._service.interfaces import translate, types
from wasi_py.http._translate import set_length, texts
from wasi_py.http.errors import TransportError
from wasi_py.http.messages import DEFAULT_STATUS, WITHOUT_BODY, Body, Request, Response

_AHEAD_BYTES = 1 << 20
"""A body of at most this length is there before the handler is called: one that is no coroutine would wait for it, and
all calls with it."""

_refused: list[bool] = []
"""Has an item once this instance gets no further request."""


async def answer(app: Answering, incoming: Any) -> Any:
    """Has an app answer a request.

    Once the headers are on their way, all that an exception can do is to break the body off, by which the client sees
    that it is not whole; its traceback goes to standard error.
    """
    _refuse_reuse(app)
    request = _receive(incoming)
    response = await _respond(app, request)
    _refuse_reuse(app)
    try:
        return _begin(app, request, response)
    except Exception as error:
        error.add_note(origin(response.handler))
        complain()
        return _begin(app, request, internal_error())


def _refuse_reuse(app: Answering) -> None:
    """Has the host give no further request to this instance, if the app wants none. The one that takes the snapshot
    goes on.
    """
    if app.is_last and not _refused and not snapshot._is_prepared:
        _refused.append(True)
        _wasi_py_loop.refuse_calls()


def _receive(incoming: Any) -> Request:
    with incoming.get_headers() as headers:
        fields = texts(headers.copy_all())
    return Request(
        translate.method_name(incoming.get_method()),
        incoming.get_path_with_query() or "/",
        headers=fields,
        scheme=translate.scheme_name(incoming.get_scheme()),
        authority=incoming.get_authority(),
        body=Body(Arriving(incoming)),
    )


async def _respond(app: Answering, request: Request) -> Response:
    if _is_short(request.headers):
        try:
            request.body = Body([piece async for piece in request.body])
        except TransportError:
            complain()
            return internal_error()
    return await app.arespond(request)


def _is_short(headers: Headers) -> bool:
    """Tells whether a body is waited for before the handler is called."""
    length = headers["content-length"]
    return length is not None and length.isdecimal() and 0 < int(length) <= _AHEAD_BYTES


def _begin(app: Answering, request: Request, response: Response) -> Any:
    is_head = request.method == "HEAD"
    has_body = response.status not in WITHOUT_BODY
    if has_body:
        set_length(response.headers, response.body, is_sent=not is_head)
    fields = translate.fields(response.headers.items())
    sending = Sending(response.body, lambda sent: _finish(app, request, response, sent))
    contents = sending.pieces() if has_body and not is_head and response.body.length != 0 else None
    outgoing, _ = types.Response.new(fields, contents, sending.trailers)
    if response.status != DEFAULT_STATUS:
        outgoing.set_status_code(response.status)
    if contents is None:
        sending.nothing()
    return outgoing


def _finish(app: Answering, request: Request, response: Response, sent: Sending) -> None:
    """Says what was wrong with an answer, and runs the hooks after it."""
    if not sent.is_taken:
        print("the client has not taken the whole body: it reads no further", file=sys.stderr)
    elif sent.error is not None:
        sent.error.add_note(origin(response.handler))
        complain(sent.error)
    if (finishing := app.finish(request, response)) is not None:
        _wasi_py_loop.spawn(_wasi_py_loop.current_call(), finishing)
    _refuse_reuse(app)
