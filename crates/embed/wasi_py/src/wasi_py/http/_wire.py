"""A connection of a client whose other end is the host.

The client writes the bytes of a request, as it would to a server, and reads those of the response. So whatever speaks
HTTP/1.1 works unchanged. Each request has a connection of its own, since the host keeps those to servers.
"""

import errno
import math
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus
from typing import Any

from wit.types import Err, Ok

from wasi_py.http._exchange import Steps
from wasi_py.http._framing import LONGEST_HEAD, BodyReader, Head, RefusedError, read_head
from wasi_py.http._imports import interface
from wasi_py.http._interfaces import streams, translate, types
from wasi_py.http._streams import PIECE, Input, NotTakenError, Output, received_headers, stream_failure
from wasi_py.http._translate import failure
from wasi_py.http.errors import TransportError

outgoing_handler: Any = interface("http", "outgoing_handler", "0.2")

_NANOSECONDS = 1_000_000_000
_OF_CONNECTING = ("connection-refused", "connection-timeout")
_OF_NAMES = ("dns-error", "dns-timeout", "destination-not-found")
_NOT_PASSED_ON = frozenset(("connection", "keep-alive", "transfer-encoding"))


class Wire:
    """A connection for one request."""

    def __init__(self, host: str, port: int, connect_timeout: float | None) -> None:
        self.host, self.port, self.scheme = host, port, "http"
        self._connect_timeout = connect_timeout
        self._received = bytearray()
        self._to_read = b""
        self._request: _Request | None = None
        self._response: _Response | None = None
        self._refusal: RefusedError | None = None

    def secure(self, context: ssl.SSLContext, server_hostname: str | None) -> None:
        """Has the host do TLS. Raises `SSLError` for what the host would do otherwise."""
        _check_context(context)
        if server_hostname is not None and server_hostname.strip("[]") != self.host.strip("[]").rstrip("."):
            _refuse_tls(f"the host asks `{self.host}` for the certificate of that name, not of `{server_hostname}`")
        self.scheme = "https"

    def put(self, content: Any) -> Steps[None]:
        """Takes bytes of the request, and sends them on when there is room for them."""
        self._received += content
        try:
            if self._request is None:
                self._begin()
            if self._request is not None:
                yield from self._request.pass_on(self._received)
        except RefusedError as error:
            # Some clients go on as if it was sent, and ask for the response.
            self._refusal = error
            raise

    def get(self, count: int) -> Steps[bytes]:
        """Returns bytes of the response, at most `count`, and none at its end."""
        if self._refusal is not None:
            raise self._refusal
        if not self._to_read and self._request is not None:
            if self._response is None:
                yield from self.wait_for_response()
            elif not self._response.is_at_end:
                self._to_read = yield from self._response.read(max(count, PIECE))
        piece, self._to_read = self._to_read[:count], self._to_read[count:]
        return piece

    @property
    def is_begun(self) -> bool:
        """True once the host knows of the request."""
        return self._request is not None

    @property
    def is_sent(self) -> bool:
        """True once the request is whole."""
        return self._request is not None and self._request.is_whole

    def wait_for_response(self) -> Steps[None]:
        """Waits for the headers of the response. Raises an `OSError` if there is none."""
        if self._request is not None and self._response is None:
            answer = yield from self._request.answer()
            self._response = _Response(answer)
            self._to_read += self._response.head

    def close(self) -> None:
        """Lets go of what the host has."""
        for part in (self._response, self._request):
            if part is not None:
                part.close()

    def _begin(self) -> None:
        """Begins the request, once its head has arrived."""
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            if len(self._received) > LONGEST_HEAD:
                raise RefusedError(f"the headers of a request have more than {LONGEST_HEAD} bytes")
            return
        head = read_head(bytes(self._received[:end]), self.scheme, self.host, self.port)
        del self._received[: end + 4]
        self._request = _Request(head, self.scheme, self._authority(), self._connect_timeout)
        if head.waits_for_permission:
            self._to_read = b"HTTP/1.1 100 Continue\r\n\r\n"

    def _authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host
        return f"{host.rstrip('.')}:{self.port}"


class _Held:
    """What the host has for a request or a response. A part is let go of before what it is a part of.

    Nobody else sees to that order where a client forgets to close its connection: the host would end the instance.
    """

    def __init__(self) -> None:
        self._held = ExitStack()

    def close(self) -> None:
        """Lets go of everything."""
        self._held.close()

    def __del__(self) -> None:
        self.close()


class _Request(_Held):
    """A request that is being sent."""

    def __init__(self, head: Head, scheme: str, authority: str, connect_timeout: float | None) -> None:
        super().__init__()
        self._upload: _Upload | None = None
        self._reader = BodyReader(head.length)
        outgoing = _outgoing(head, scheme, authority)
        if not self._reader.is_whole:
            # A request without a body has none, instead of one of unknown length.
            self._upload = _Upload(outgoing.body())
        try:
            future = outgoing_handler.handle(outgoing, _options(connect_timeout))
        except types.ErrorCodeException as error:
            raise _system_error(failure(error.value)) from None
        self._future: types.FutureIncomingResponse = self._held.enter_context(future)
        self._answered = self._held.enter_context(self._future.subscribe())

    @property
    def is_whole(self) -> bool:
        """True once the client has sent all of it."""
        return self._reader.is_whole

    def pass_on(self, received: bytearray) -> Steps[None]:
        """Sends what has been received of the body."""
        for piece in self._reader.read(received):
            if self._upload is not None:
                yield from self._upload.write(piece)
        if self._reader.is_whole and self._upload is not None:
            self._upload.finish()

    def answer(self) -> Steps[types.IncomingResponse]:
        """Waits for the response."""
        while (result := self._future.get()) is None:
            yield self._answered
        match result:
            case Ok(Ok(answer)):
                return answer
            case Ok(Err(code)):
                raise _system_error(failure(code))
            case other:
                raise RuntimeError(f"the host has no response: {other!r}")

    def close(self) -> None:
        if self._upload is not None:
            self._upload.close()
        super().close()


class _Upload(_Held):
    """The body of a request, for as long as the server takes it. The response says why it takes no more."""

    def __init__(self, body: types.OutgoingBody) -> None:
        super().__init__()
        self._body: types.OutgoingBody | None = body
        self._output = self._held.enter_context(Output(body.write()))

    def write(self, piece: bytes) -> Steps[None]:
        if self._body is None:
            return
        try:
            yield from self._output.write(piece)
        except NotTakenError:
            self.close()

    def finish(self) -> None:
        """Ends the body: dropped without it, it would not be whole."""
        super().close()
        if self._body is not None:
            body, self._body = self._body, None
            try:
                types.OutgoingBody.finish(body, None)
            except types.ErrorCodeException as error:
                raise _system_error(failure(error.value)) from None

    def close(self) -> None:
        super().close()
        if self._body is not None:
            with self._body:
                self._body = None


class _Response(_Held):
    """A response that is being read."""

    def __init__(self, answer: types.IncomingResponse) -> None:
        super().__init__()
        with answer:
            headers = received_headers(answer.headers())
            self.head = _head(answer.status(), headers)
            self._has_length = any(name.lower() == "content-length" for name, _ in headers)
            body = self._held.enter_context(answer.consume())
        self._input = self._held.enter_context(Input(body.stream()))
        self.is_at_end = False

    def read(self, count: int) -> Steps[bytes]:
        """Returns the next bytes of the body, and none at its end."""
        try:
            return (yield from self._input.read(count))
        except streams.StreamErrorException as error:
            self.is_at_end = True
            if isinstance(error.value, streams.StreamErrorClosed) or self._has_length:
                # Who knows how long the body is finds it too short.
                return b""
            raise _system_error(stream_failure(error.value)) from None


def _outgoing(head: Head, scheme: str, authority: str) -> types.OutgoingRequest:
    outgoing = types.OutgoingRequest(translate.fields(head.headers))
    parts: list[tuple[Callable[[Any], None], Any]] = [
        (outgoing.set_method, translate.method(head.method)),
        (outgoing.set_scheme, translate.scheme(scheme)),
        (outgoing.set_authority, authority),
        (outgoing.set_path_with_query, head.target),
    ]
    for setter, value in parts:
        try:
            setter(value)
        except Err:
            raise RefusedError(f"no request can have {value!r}") from None
    return outgoing


def _options(connect_timeout: float | None) -> types.RequestOptions | None:
    if connect_timeout is None or not 0 < connect_timeout < math.inf:
        return None
    options = types.RequestOptions()
    options.set_connect_timeout(round(connect_timeout * _NANOSECONDS))
    return options


def _head(status: int, headers: list[tuple[str, str]]) -> bytes:
    """Returns a head as bytes. It says that no other response follows on this connection."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in headers if name.lower() not in _NOT_PASSED_ON]
    return "\r\n".join([*lines, "connection: close", "", ""]).encode("latin-1")


def _system_error(failure: TransportError) -> OSError:
    """Returns what a socket or `ssl` would have raised."""
    # The host may add a backtrace of its own.
    code, text = failure.code, str(failure).partition("\n")[0]
    if code in _OF_NAMES:
        error: OSError = socket.gaierror(socket.EAI_NONAME, text)
    elif code == "connection-refused":
        error = ConnectionRefusedError(errno.ECONNREFUSED, text)
    elif code.startswith("destination-"):
        error = OSError(errno.EHOSTUNREACH, text)
    elif code.endswith("-timeout"):
        error = TimeoutError(text)
    elif code == "tls-certificate-error":
        error = ssl.SSLCertVerificationError(ssl.SSL_ERROR_SSL, text)
    elif code.startswith("tls-"):
        error = ssl.SSLError(ssl.SSL_ERROR_SSL, text)
    elif code in ("connection-terminated", "http-response-incomplete", "internal-error"):
        error = ConnectionResetError(errno.ECONNRESET, text)
    elif code == "http-request-denied":
        error = PermissionError(errno.EACCES, text)
    else:
        error = OSError(errno.EIO, text)
    error.__cause__ = failure
    return error


def is_of_connecting(error: BaseException) -> bool:
    """Tells whether a request has failed before the server knew of it."""
    failure = error.__cause__
    return isinstance(failure, TransportError) and (
        failure.code in _OF_CONNECTING + _OF_NAMES or failure.code.startswith(("destination-", "tls-"))
    )


def _check_context(context: ssl.SSLContext) -> None:
    if context.verify_mode != ssl.CERT_REQUIRED:
        _refuse_tls("the host does TLS and checks each certificate: it cannot be told not to, as `verify=False` does")
    if context.minimum_version > ssl.TLSVersion.TLSv1_2:
        _refuse_tls("the host does TLS, and cannot be told which versions to refuse")
    for path in getattr(context, "_authorities", ()):
        if not str(path).replace("\\", "/").endswith("certifi/cacert.pem"):
            _refuse_tls(f"the host does TLS and knows whom to trust: it cannot be told by `{path}`")


def _refuse_tls(reason: str) -> None:
    raise ssl.SSLError(ssl.SSL_ERROR_SSL, reason)
