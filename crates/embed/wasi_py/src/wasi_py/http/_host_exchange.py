"""Requests from the host for gateways, whose answers are pushed piece by piece."""

from collections.abc import Callable

from wit.types import Ok

from wasi_py.http._exchange import ClientGoneError, Exchange, Steps
from wasi_py.http._interfaces import streams, translate, types
from wasi_py.http._streams import PIECE, Input, NotTakenError, Output, received_headers, stream_failure
from wasi_py.http._translate import failure
from wasi_py.http.messages import DEFAULT_STATUS


def receive(incoming: types.IncomingRequest, out: types.ResponseOutparam, serve: Callable[[Exchange], None]) -> None:
    """Has `serve` answer a request of the host."""
    with incoming:
        source = _Incoming(incoming.consume())
        exchange = Exchange(
            translate.method_name(incoming.method()),
            incoming.path_with_query() or "/",
            received_headers(incoming.headers()),
            translate.scheme_name(incoming.scheme()) or "http",
            incoming.authority() or "",
            source,
            _Outgoing(out),
        )
    with source:
        serve(exchange)


class _Incoming:
    """The body of a request."""

    def __init__(self, body: types.IncomingBody) -> None:
        self._body = body
        self._input: Input | None = None

    def take(self) -> Steps[bytes]:
        if self._input is None:
            self._input = Input(self._body.stream())
        try:
            return (yield from self._input.read(PIECE))
        except streams.StreamErrorException as error:
            if isinstance(error.value, streams.StreamErrorClosed):
                return b""
            raise stream_failure(error.value) from None

    def __enter__(self) -> "_Incoming":
        return self

    def __exit__(self, *_: object) -> None:
        with self._body:
            # A child is dropped before what it is a part of.
            if self._input is not None:
                with self._input:
                    pass


class _Outgoing:
    """The way back to the client."""

    def __init__(self, out: types.ResponseOutparam) -> None:
        self._out = out
        self._body: types.OutgoingBody | None = None

    def begin(self, status: int, headers: list[tuple[str, str]]) -> None:
        response = types.OutgoingResponse(translate.fields(headers))
        if status != DEFAULT_STATUS:
            response.set_status_code(status)
        self._body = response.body()
        types.ResponseOutparam.set(self._out, Ok(response))
        self._output = Output(self._body.write())

    def write(self, piece: bytes) -> Steps[None]:
        try:
            yield from self._output.write(piece)
        except NotTakenError as error:
            raise ClientGoneError(f"the client has not taken the whole body: {error}") from None

    def finish(self, trailers: list[tuple[str, str]]) -> Steps[None]:
        yield from ()
        after = translate.fields(trailers) if trailers else None
        if (body := self._let_go()) is not None:
            try:
                types.OutgoingBody.finish(body, after)
            except types.ErrorCodeException as error:
                raise failure(error.value) from None

    def break_off(self) -> None:
        if (body := self._let_go()) is not None:
            with body:
                pass

    def _let_go(self) -> types.OutgoingBody | None:
        """Returns the body, once nothing is left that is a part of it."""
        body, self._body = self._body, None
        if body is not None:
            with self._output:
                pass
        return body
