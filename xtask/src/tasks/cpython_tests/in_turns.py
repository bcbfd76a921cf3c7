"""CPython's tests with the event loop of worlds with async functions, in turns as a host of WASI 0.3 has it take
them."""

import time
from asyncio import unix_events
from typing import Any

from _wasi_py_loop import EventLoop

_Policy: Any = unix_events._UnixDefaultEventLoopPolicy  # type: ignore[attr-defined]


class LoopInTurns(EventLoop):
    """Runs by being entered over and over, and waits outside."""

    def run_forever(self) -> None:
        """Has turns of one round each, after which `stop` holds."""
        is_stopped = False
        while not is_stopped:
            self.enter()
            try:
                self._run_once()
                is_stopped, due_s = self._stopping, self.due_s()
            finally:
                self.leave()
            if due_s == float("inf") and not is_stopped:
                raise RuntimeError("nothing is left that could stop the loop")
            time.sleep(0 if is_stopped else due_s)


_Policy._loop_factory = LoopInTurns
