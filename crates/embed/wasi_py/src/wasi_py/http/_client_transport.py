"""A connection of asyncio whose other end is the host, which makes the request that a protocol writes."""

import asyncio
from collections.abc import Callable
from typing import Any

from wasi_py.http._exchange import Steps
from wasi_py.http._readiness import waiting

_PIECE = 64 * 1024
_MOST_UNSENT = 64 * 1024
"""How many bytes may wait to be sent before the protocol is told to pause."""

Lost = Callable[[BaseException | None], None]
"""Called at the end of a connection, with what has ended it before its time."""


class ClientTransport(asyncio.Transport):
    """A connection to a server, for one request of HTTP/1.1."""

    def __init__(self, wire: Any, protocol: Any, lost: Lost) -> None:
        super().__init__({"peername": (wire.host, wire.port)})
        self._wire, self._protocol, self._lost = wire, protocol, lost
        self._unsent = bytearray()
        self._has_unsent = asyncio.Event()
        self._is_paused = False
        self._failure: OSError | None = None
        # The request is on its way, so there is a response to wait for.
        self._is_begun = asyncio.Event()
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._is_closing = False
        self._life = asyncio.get_running_loop().create_task(self._live())
        self._life.add_done_callback(self._end)
        protocol.connection_made(self)

    def write(self, data: Any) -> None:
        """Sends bytes of the request, as soon as there is room for them."""
        self._unsent += data
        self._has_unsent.set()
        if len(self._unsent) > _MOST_UNSENT and not self._is_paused:
            self._is_paused = True
            self._protocol.pause_writing()

    def get_write_buffer_size(self) -> int:
        """Returns how many bytes wait to be sent."""
        return len(self._unsent)

    def pause_reading(self) -> None:
        """Has the response wait."""
        self._may_read.clear()

    def resume_reading(self) -> None:
        """Has the response go on."""
        self._may_read.set()

    def is_reading(self) -> bool:
        """Tells whether bytes of the response are given to the protocol."""
        return self._may_read.is_set() and not self._is_closing

    def is_closing(self) -> bool:
        """Tells whether the connection is closed, or about to be."""
        return self._is_closing

    def close(self) -> None:
        """Closes the connection. What has not been sent is not sent any more: who closes it has the response."""
        self._is_closing = True
        self._life.cancel()

    def abort(self) -> None:
        """Closes the connection."""
        self.close()

    async def _live(self) -> None:
        sending = asyncio.get_running_loop().create_task(self._send())
        try:
            await self._is_begun.wait()
            await self._receive()
        finally:
            # It may wait for the host, whose things are let go of once nobody does.
            sending.cancel()
            await asyncio.wait([sending])

    async def _send(self) -> None:
        try:
            while True:
                await self._has_unsent.wait()
                self._has_unsent.clear()
                piece, self._unsent = self._unsent, bytearray()
                await waiting(self._noticed(self._wire.put(piece)))
                if self._wire.is_begun:
                    self._is_begun.set()
                if self._is_paused and len(self._unsent) <= _MOST_UNSENT:
                    self._is_paused = False
                    self._protocol.resume_writing()
        except OSError as error:
            self._failure = error
            self._is_begun.set()

    def _noticed(self, steps: Steps[None]) -> Steps[None]:
        """Notices that the request has begun: its body may wait for a server that answers before it is whole."""
        for step in steps:
            self._is_begun.set()
            yield step

    async def _receive(self) -> None:
        while self._failure is None:
            await self._may_read.wait()
            piece = await waiting(self._wire.get(_PIECE))
            if not piece:
                self._protocol.eof_received()
                return
            self._protocol.data_received(piece)
        raise self._failure

    def _end(self, life: "asyncio.Task[None]") -> None:
        self._is_closing = True
        self._wire.close()
        self._lost(None if life.cancelled() else life.exception())
