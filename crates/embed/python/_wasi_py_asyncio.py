"""asyncio without a self-pipe: a component has one thread, so nobody has to wake its event loop.

CPython's loop makes a socket pair at its start, which on WASI is a TCP connection over loopback and fails without
permission for the network.
"""

import time
from types import ModuleType
from typing import Any


def adapt(selector_events: ModuleType) -> None:
    """Changes the base of every selector event loop."""
    loop = selector_events.BaseSelectorEventLoop
    loop._make_self_pipe = _do_nothing
    loop._close_self_pipe = _do_nothing
    loop._write_to_self = _do_nothing
    original_init = loop.__init__

    def init(self: Any, selector: Any = None) -> None:
        original_init(self, selector)
        self._selector.select = _sleeping_select(self._selector)

    loop.__init__ = init


def _do_nothing(loop: object) -> None:
    pass


def _sleeping_select(selector: Any) -> Any:
    """`selector.select`, but sleeping when there is nothing to wait for: WASI's `poll` refuses an empty set."""
    original_select = selector.select

    def select(timeout: float | None = None) -> list[Any]:
        if selector.get_map():
            return original_select(timeout)  # type: ignore[no-any-return]
        if timeout is None:
            raise RuntimeError("the event loop would wait forever: nothing is scheduled and no socket is open")
        if timeout > 0:
            time.sleep(timeout)
        return []

    return select
