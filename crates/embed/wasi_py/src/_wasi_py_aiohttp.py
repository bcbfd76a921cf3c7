"""`aiohttp` on top of `wasi:http`: how its connector connects."""

from __future__ import annotations

import functools
import sys

from _wasi_py_clients import asks_host, is_of_connecting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def adapt(module: ModuleType) -> None:
    """Changes its connector for TCP. Neither names are looked up nor sockets opened."""
    connector: Any = module.TCPConnector
    connect_by_socket = connector._create_direct_connection

    @functools.wraps(connect_by_socket)
    async def connect(self: Any, req: Any, traces: Any, timeout: Any, **kwargs: Any) -> Any:
        if not asks_host():
            return await connect_by_socket(self, req, traces, timeout, **kwargs)
        protocol = self._factory()
        transport = _connect(req, protocol, self._get_ssl_context(req), timeout.sock_connect)
        return transport, protocol

    connector._create_direct_connection = connect


def _connect(req: Any, protocol: Any, context: Any, timeout: float | None) -> Any:
    from wasi_py.http._client_transport import ClientTransport
    from wasi_py.http._wire import Wire

    wire = Wire(req.url.raw_host, req.port, timeout)
    if context is not None:
        try:
            wire.secure(context, req.server_hostname)
        except OSError as error:
            raise _errors().ClientConnectorSSLError(req.connection_key, error) from error

    def lost(error: BaseException | None) -> None:
        failure = None if error is None else _failure(req.connection_key, error)
        # The first is for who waits for the response, and the second for who asks for it later.
        if failure is not None:
            protocol.set_exception(failure)
        protocol.connection_lost(error)
        if failure is not None:
            protocol.set_exception(failure)

    return ClientTransport(wire, protocol, lost)


def _failure(key: Any, error: BaseException) -> BaseException | None:
    """Returns what users know a server by that cannot be reached; nothing for one that does not answer."""
    import socket
    import ssl

    errors = _errors()
    if not is_of_connecting(error):
        return None
    if isinstance(error, TimeoutError):
        return errors.ConnectionTimeoutError(f"Connection timeout to host {key.host}")  # type: ignore[no-any-return]
    if isinstance(error, ssl.SSLCertVerificationError):
        kind = errors.ClientConnectorCertificateError
    elif isinstance(error, ssl.SSLError):
        kind = errors.ClientConnectorSSLError
    elif isinstance(error, socket.gaierror):
        kind = errors.ClientConnectorDNSError
    else:
        kind = errors.ClientConnectorError
    return kind(key, error)  # type: ignore[no-any-return]


def _errors() -> Any:
    return sys.modules["aiohttp.client_exceptions"]
