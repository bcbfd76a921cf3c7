"""Requests to others by `wasi:http/client` of WASI 0.3, many at a time."""

from typing import Any

from wasi_py.http._imports import interface
from wasi_py.http._outgoing import Outgoing
from wasi_py.http._service.bodies import Arriving, Sending
from wasi_py.http._service.interfaces import translate, types
from wasi_py.http._translate import failure, texts
from wasi_py.http.messages import Body, Response

_client: Any = interface("http", "client", "0.3", "send")


async def fetch(request: Outgoing) -> Response:
    """Sends a request, and returns the response as soon as its headers are there."""
    sending = Sending(request.body, _ignore)
    try:
        answer = await _client.send(_begin(request, sending))
    except types.ErrorCodeException as error:
        raise sending.error or failure(error.value) from None
    with answer.get_headers() as headers:
        fields = texts(headers.copy_all())
    return Response(Body(Arriving(answer)), status=answer.get_status_code(), headers=fields)


def _begin(request: Outgoing, sending: Sending) -> Any:
    # A request whose body is not asked for has none, instead of one of unknown length.
    contents = None if request.body.length == 0 else sending.pieces()
    if contents is None:
        sending.nothing()
    outgoing, _ = types.Request.new(request.fields(translate), contents, sending.trailers, request.options(types))
    request.describe(outgoing, translate)
    return outgoing


def _ignore(_: Sending) -> None:
    """Does nothing: `send` fails if the body does."""
