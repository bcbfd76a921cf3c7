"""`httpcore`, on which `httpx` stands, on top of `wasi:http`: what it reads from and writes to."""

from __future__ import annotations

import contextlib
import functools
import sys

from _wasi_py_clients import asks_host, connect, is_of_connecting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Any


def adapt(module: ModuleType) -> None:
    """Changes how one of its backends connects."""
    if module.__name__.endswith(".sync"):
        _adapt_backend(module.SyncBackend, _sync_stream(module))
    else:
        _adapt_async_backend(module.AnyIOBackend, _async_stream(module))


def _adapt_backend(backend: Any, stream: Any) -> None:
    connect_by_socket = backend.connect_tcp

    @functools.wraps(connect_by_socket)
    def connect_tcp(self: Any, host: str, port: int, timeout: Any = None, *args: Any, **kwargs: Any) -> Any:
        if asks_host():
            return stream(connect((host, port), timeout))
        return connect_by_socket(self, host, port, timeout, *args, **kwargs)

    backend.connect_tcp = connect_tcp


def _sync_stream(module: Any) -> Any:
    class HostStream(module.SyncStream):  # type: ignore[misc]
        """A connection whose other end is the host."""

        def read(self, max_bytes: int, timeout: float | None = None) -> Any:
            with _told_apart():
                return super().read(max_bytes, timeout)

        def start_tls(self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> Any:
            super().start_tls(ssl_context, server_hostname, timeout)
            return self

    return HostStream


def _adapt_async_backend(backend: Any, stream: Any) -> None:
    connect_by_socket = backend.connect_tcp

    @functools.wraps(connect_by_socket)
    async def connect_tcp(self: Any, host: str, port: int, timeout: Any = None, *args: Any, **kwargs: Any) -> Any:
        if asks_host():
            from wasi_py.http._wire import Wire

            return stream(Wire(host, port, timeout))
        return await connect_by_socket(self, host, port, timeout, *args, **kwargs)

    backend.connect_tcp = connect_tcp


def _async_stream(module: Any) -> Any:
    from wasi_py.http._readiness import waiting

    class HostStream(module.AsyncNetworkStream):  # type: ignore[misc]
        """A connection whose other end is the host. Its event loop goes on while it is waited for."""

        def __init__(self, wire: Any) -> None:
            self._wire = wire

        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            errors = {TimeoutError: module.ReadTimeout, OSError: module.ReadError}
            with _told_apart(), module.map_exceptions(errors), module.anyio.fail_after(timeout):
                return await waiting(self._wire.get(max_bytes))

        async def write(self, buffer: bytes, timeout: float | None = None) -> None:
            errors = {TimeoutError: module.WriteTimeout, OSError: module.WriteError}
            with module.map_exceptions(errors), module.anyio.fail_after(timeout):
                await waiting(self._wire.put(buffer))

        async def aclose(self) -> None:
            self._wire.close()

        async def start_tls(self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> Any:
            with module.map_exceptions({OSError: module.ConnectError}):
                self._wire.secure(ssl_context, server_hostname)
            return self

        def get_extra_info(self, info: str) -> Any:
            # Whoever waits for it would find the end: there is no other response.
            return True if info == "is_readable" else None

    return HostStream


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    """Tells a server that cannot be reached from one that does not answer."""
    httpcore: Any = sys.modules["httpcore._exceptions"]
    try:
        yield
    except (httpcore.ReadError, httpcore.ReadTimeout) as error:
        if error.__cause__ is None or not is_of_connecting(error.__cause__):
            raise
        kind = httpcore.ConnectTimeout if isinstance(error, httpcore.ReadTimeout) else httpcore.ConnectError
        raise kind(*error.args) from error.__cause__
