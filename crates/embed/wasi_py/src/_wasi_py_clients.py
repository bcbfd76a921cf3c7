"""Clients of HTTP on top of `wasi:http`, if the world of the component imports its `outgoing-handler`.

They write and read HTTP/1.1 themselves, and get a connection whose other end is the host. In other worlds they go on
using sockets.
"""

from __future__ import annotations

import functools
import sys

from _wasi_py_importer import STAND_INS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any, NoReturn


def adapt(module: ModuleType) -> None:
    """Called when one of these modules has been imported."""
    _ADAPTATIONS[module.__name__](module)


def asks_host() -> bool:
    """Tells whether the host makes requests of this component."""
    imports: Any = sys.modules.get("wit.imports")
    return hasattr(imports, "outgoing_handler") or hasattr(imports, "wasi_http_outgoing_handler")


def connect(address: tuple[str, int], timeout: Any = None, *, is_eager: bool = False) -> Any:
    """Makes a connection to a server by way of the host."""
    from wasi_py.http._client_socket import ClientSocket

    # The default of sockets is an object that stands for it.
    seconds = timeout if timeout is None or isinstance(timeout, int | float) else _default_timeout()
    return ClientSocket(*address, seconds, is_eager=is_eager)


def _default_timeout() -> float | None:
    import socket

    return socket.getdefaulttimeout()


def _adapt_http_client(client: Any) -> None:
    connection = client.HTTPConnection
    connect_by_socket = connection.connect

    @functools.wraps(connect_by_socket)
    def connect_by_host(self: Any) -> None:
        if not asks_host():
            connect_by_socket(self)
            return
        self.sock = connect((self.host, self.port), self.timeout, is_eager=True)
        if self._tunnel_host:
            self._tunnel()

    connection.connect = connect_by_host
    if hasattr(client, "HTTPSConnection"):
        connect_with_tls = client.HTTPSConnection.connect
        client.HTTPSConnection.connect = lambda self: connect_with_tls(self) if asks_host() else _refuse_tls()


def _refuse_tls() -> NoReturn:
    """Refuses before a connection is made, which would only be closed again."""
    import ssl

    raise ssl.SSLError(ssl.SSL_ERROR_SSL, STAND_INS["_ssl"])


def _adapt_ssl(ssl: Any) -> None:
    context = ssl.SSLContext
    wrap_real_socket = context.wrap_socket

    @functools.wraps(wrap_real_socket)
    def wrap_socket(self: Any, sock: Any, *args: Any, server_hostname: Any = None, **kwargs: Any) -> Any:
        if _is_ours(sock):
            return sock.secure(self, server_hostname)
        return wrap_real_socket(self, sock, *args, server_hostname=server_hostname, **kwargs)

    context.wrap_socket = wrap_socket


def _is_ours(sock: Any) -> bool:
    own: Any = sys.modules.get("wasi_py.http._client_socket")
    return own is not None and isinstance(sock, own.ClientSocket)


def _adapt_urllib3(connection: Any) -> None:
    """Changes the function that makes each of its sockets."""
    connection.create_connection = _by_host(connection.create_connection)


def _by_host(connect_by_socket: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(connect_by_socket)
    def create_connection(address: tuple[str, int], timeout: Any = None, *args: Any, **kwargs: Any) -> Any:
        if asks_host():
            return connect(address, timeout)
        return connect_by_socket(address, timeout, *args, **kwargs)

    return create_connection


def _adapt_urllib3_connection(connection: Any) -> None:
    """Has it tell a server that cannot be reached from one that does not answer. It retries the former."""
    get_response = connection.HTTPConnection.getresponse

    @functools.wraps(get_response)
    def getresponse(self: Any) -> Any:
        try:
            return get_response(self)
        except OSError as error:
            raise _urllib3_error(connection, self, error) from error

    connection.HTTPConnection.getresponse = getresponse


def _urllib3_error(connection: Any, own: Any, error: OSError) -> BaseException:
    import socket
    import ssl

    if not is_of_connecting(error) or isinstance(error, ssl.SSLError):
        return error
    if isinstance(error, socket.gaierror):
        return connection.NameResolutionError(own.host, own, error)  # type: ignore[no-any-return]
    if isinstance(error, TimeoutError):
        message = f"Connection to {own.host} timed out. ({error})"
        return connection.ConnectTimeoutError(own, message)  # type: ignore[no-any-return]
    return connection.NewConnectionError(  # type: ignore[no-any-return]
        own, f"Failed to establish a new connection: {error}"
    )


def is_of_connecting(error: BaseException) -> bool:
    """Tells whether a request has failed before the server knew of it."""
    wire: Any = sys.modules.get("wasi_py.http._wire")
    return wire is not None and wire.is_of_connecting(error)


_ADAPTATIONS = {
    "http.client": _adapt_http_client,
    "ssl": _adapt_ssl,
    "urllib3.connection": _adapt_urllib3_connection,
    "urllib3.util.connection": _adapt_urllib3,
}
