"""Requests to others by `wasi:http/outgoing-handler` of WASI 0.2."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wit.types import Err, Ok

from wasi_py.http._imports import interface
from wasi_py.http._interfaces import poll, translate, types
from wasi_py.http._outgoing import Outgoing
from wasi_py.http._streams import Arriving, NotTakenError, Writing, received_headers, write
from wasi_py.http._translate import failure
from wasi_py.http.messages import Content, Response

if TYPE_CHECKING:
    from wit.imports import outgoing_handler
else:
    outgoing_handler = interface("http", "outgoing_handler", "0.2")


def fetch(request: Outgoing) -> Response:
    """Sends a request, and returns the response as soon as its headers are there."""
    outgoing = begin(request)
    # A request whose body is not asked for has none, instead of one of unknown length.
    writing = iter(()) if request.body.length == 0 else _while_taken(write(outgoing.body(), request.body))
    with handle(outgoing, request) as future:
        with future.subscribe() as answered:
            _write_until(answered, writing)
            answered.block()
        # By `for` alone: a loop of WASI 0.3 does not wait for what 0.2 has.
        return response(future, lambda body: iter(Arriving(body, writing)))


def begin(request: Outgoing) -> types.OutgoingRequest:
    """Makes a request. Raises `ValueError` for what no request can have."""
    outgoing = types.OutgoingRequest(request.fields(translate))
    request.describe(outgoing, translate)
    return outgoing


def handle(outgoing: types.OutgoingRequest, request: Outgoing) -> types.FutureIncomingResponse:
    """Has the host send a request, while its body is written."""
    try:
        return outgoing_handler.handle(outgoing, request.options(types))
    except types.ErrorCodeException as error:
        raise failure(error.value) from None


def _while_taken(writing: Writing) -> Writing:
    """Writes until the other side takes no more: its answer says why."""
    try:
        yield from writing
    except NotTakenError:
        return


def _write_until(answered: poll.Pollable, writing: Iterator[poll.Pollable]) -> None:
    """Writes until the response is there, or until all is written."""
    for room in writing:
        poll.poll([room, answered])
        if answered.ready():
            return


def response(future: types.FutureIncomingResponse, arriving: Callable[[types.IncomingBody], Content]) -> Response:
    """Returns the response, with the body that `arriving` makes."""
    match future.get():
        case Ok(Ok(answer)):
            with answer:
                body = arriving(answer.consume())
                return Response(body, status=answer.status(), headers=received_headers(answer.headers()))
        case Ok(Err(code)):
            raise failure(code)
        case other:
            raise RuntimeError(f"the host has no response: {other!r}")
