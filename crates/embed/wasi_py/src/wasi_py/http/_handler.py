"""What all handlers of requests have in common: requests before the snapshot."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from wasi_py import snapshot
from wasi_py.http.messages import Fields, Request, Response, headers_of

if TYPE_CHECKING:
    from wit.imports.types import IncomingRequest, ResponseOutparam

    Handle = Callable[[IncomingRequest, ResponseOutparam], None]


class Answering(Protocol):
    """An app, for what answers hosts."""

    is_last: bool
    """True if this instance wants no further request."""

    def respond(self, request: Request) -> Response:
        """Returns the answer."""

    async def arespond(self, request: Request) -> Response:
        """Returns the answer, and lets others go on."""

    def finish(self, request: Request, response: Response) -> Coroutine[Any, Any, None] | None:
        """Calls what is to be called after an answer. Returns what has to be awaited of it."""


class WarmedUp(ABC):
    """A handler of requests that is warmed up before the snapshot."""

    def warm_up(self, method: str, target: str, *, headers: Fields = (), body: bytes = b"") -> None:
        """Has the host that builds the component make this request a few times, and then take the snapshot.

        Every instance begins with what CPython has learned of the code by then, and answers the sooner. A request that
        is answered with 500 or more fails the build.
        """
        entries = [(name, value.encode("latin-1")) for name, value in headers_of(headers).items()]
        snapshot._requests.append((method, target, entries, body))

    def _rehearse_if_exported(self, handle: "Handle") -> None:
        """Has the handler rehearse if the world exports just `handle`, with no code of the app's in between."""
        snapshot._rehearsals.append((handle, self._rehearse))

    @abstractmethod
    def _rehearse(self) -> None:
        """Warms up all that is not the app's: adds requests, and has answers to them until the snapshot is taken."""
