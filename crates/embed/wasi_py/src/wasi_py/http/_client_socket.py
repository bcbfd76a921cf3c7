"""What clients take for a socket: its other end is the host, which makes their request."""

import io
import ssl
import time
from typing import Any, NoReturn, TypeVar

from wasi_py.http._exchange import Steps
from wasi_py.http._polling import wait_for
from wasi_py.http._wire import Wire

_Result = TypeVar("_Result")
_BUFFER = 64 * 1024


class ClientSocket:
    """A connection to a server, for one request of HTTP/1.1.

    One that `is_eager` waits for the response as soon as the request is sent. A server that cannot be reached is then
    an error of sending, as with sockets it is one of connecting.
    """

    def __init__(self, host: str, port: int, timeout: float | None, *, is_eager: bool) -> None:
        self._wire = Wire(host, port, timeout)
        self._timeout = timeout
        self._is_eager = is_eager
        self._is_late = False
        self._readers = 0
        self._is_closed = False

    def secure(self, context: ssl.SSLContext, server_hostname: str | None) -> "ClientSocket":
        """Has the host do TLS."""
        self._wire.secure(context, server_hostname)
        return self

    def sendall(self, content: Any, flags: int = 0) -> None:
        """Sends bytes of a request."""
        self._drive(self._wire.put(content))
        if self._is_eager and self._wire.is_sent:
            try:
                self._drive(self._wire.wait_for_response())
            except TimeoutError as error:
                if error.__cause__ is not None:
                    raise
                # Of reading, which comes next.
                self._is_late = True

    def send(self, content: Any, flags: int = 0) -> int:
        """Sends all of the bytes, whose number it returns."""
        self.sendall(content)
        return len(content)

    def recv(self, count: int, flags: int = 0) -> bytes:
        """Receives bytes of the response."""
        if self._is_late:
            raise TimeoutError("timed out")
        return self._drive(self._wire.get(count))

    def recv_into(self, buffer: Any, count: int = 0, flags: int = 0) -> int:
        """Receives bytes of the response into a buffer."""
        received = self.recv(count or len(buffer))
        buffer[: len(received)] = received
        return len(received)

    def makefile(self, mode: str = "r", buffering: int | None = None, **_: Any) -> io.BufferedReader:
        """Returns a file with the bytes of the response. It stays open when the socket is closed."""
        if mode != "rb":
            raise ValueError(f"the file of a response is read as bytes: `rb`, not `{mode}`")
        self._readers += 1
        return io.BufferedReader(_Reader(self), max(buffering or 0, _BUFFER))

    def close(self) -> None:
        """Closes the connection, once its files are closed."""
        self._is_closed = True
        self._close_unless_read()

    def shutdown(self, how: int) -> None:
        """Closes the connection at once."""
        self._wire.close()

    def settimeout(self, timeout: float | None) -> None:
        """Sets how many seconds each wait may last."""
        self._timeout = timeout

    def gettimeout(self) -> float | None:
        """Returns how many seconds each wait may last."""
        return self._timeout

    def setblocking(self, flag: bool) -> None:
        """Waits, or waits no time at all."""
        self._timeout = None if flag else 0

    def setsockopt(self, *_: Any) -> None:
        """Does nothing: the connection to the server is the host's."""

    def fileno(self) -> int:
        """Returns that there is no descriptor."""
        return -1

    def getpeername(self) -> tuple[str, int]:
        """Returns whom the request goes to, by the name that the client has given."""
        return self._wire.host, self._wire.port

    def getsockname(self) -> tuple[str, int]:
        """Returns the address of nowhere: the connection is the host's."""
        return "", 0

    def getpeercert(self, binary_form: bool = False) -> NoReturn:
        """Refuses: the host does not show what it has checked."""
        raise ssl.SSLError(ssl.SSL_ERROR_SSL, "the host does TLS, and does not show the certificate of the server")

    def selected_alpn_protocol(self) -> None:
        """Returns that none was agreed on: this end speaks HTTP/1.1."""

    def release(self) -> None:
        """Notes that a file was closed."""
        self._readers -= 1
        self._close_unless_read()

    def _close_unless_read(self) -> None:
        if self._is_closed and not self._readers:
            self._wire.close()

    def _drive(self, steps: Steps[_Result]) -> _Result:
        """Takes the steps one after the other, and each within the time."""
        deadline = None if self._timeout is None else time.monotonic() + self._timeout
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            if not wait_for([step], None if deadline is None else deadline - time.monotonic()):
                raise TimeoutError("timed out")


class _Reader(io.RawIOBase):
    """The bytes of a response."""

    def __init__(self, connection: ClientSocket) -> None:
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._connection.recv_into(buffer)

    def close(self) -> None:
        if not self.closed:
            self._connection.release()
        super().close()
